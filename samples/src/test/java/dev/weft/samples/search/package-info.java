// SPDX-License-Identifier: Apache-2.0
/** Tests of the search sample, against grep where that is installed. */
@NullMarked
package dev.weft.samples.search;

import org.jspecify.annotations.NullMarked;
