// SPDX-License-Identifier: Apache-2.0
/** How fibers end, interleaved. */
package dev.weft;
