// SPDX-License-Identifier: Apache-2.0
/** Locks and groups, interleaved. */
package dev.weft.sync;
