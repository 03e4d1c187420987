// SPDX-License-Identifier: Apache-2.0
/** Interleavings of the types that extend those of java.util.concurrent. */
package dev.weft.sync.concurrent;
