// SPDX-License-Identifier: Apache-2.0
/** A crawler, and a site for it. */
@NullMarked
package dev.weft.samples.crawler;

import org.jspecify.annotations.NullMarked;
