// SPDX-License-Identifier: Apache-2.0
/** Tests of classification, on classes that are compiled from strings. */
@NullMarked
package dev.weft.instrument.classify;

import org.jspecify.annotations.NullMarked;
