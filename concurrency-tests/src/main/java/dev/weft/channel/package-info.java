// SPDX-License-Identifier: Apache-2.0
/** Channels and selects, interleaved. */
package dev.weft.channel;
