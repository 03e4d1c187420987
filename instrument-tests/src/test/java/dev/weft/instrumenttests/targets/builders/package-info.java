// SPDX-License-Identifier: Apache-2.0
/** A public builder over a class that only this package can name. */
@NullMarked
package dev.weft.instrumenttests.targets.builders;

import org.jspecify.annotations.NullMarked;
