// SPDX-License-Identifier: Apache-2.0
/** Channels and selects against those of one thread. */
package dev.weft.channel;
