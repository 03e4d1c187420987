// SPDX-License-Identifier: Apache-2.0

/** The lock of channels, by jcstress. */
package dev.weft.internal.util;
