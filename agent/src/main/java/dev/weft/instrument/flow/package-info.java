// SPDX-License-Identifier: Apache-2.0
/**
 * What can be known of a method body before anything is emitted: the types at each call, the live locals, monitors, and
 * uninitialised objects. Depends on ASM only, and knows nothing of what is emitted.
 */
@NullMarked
package dev.weft.instrument.flow;

import org.jspecify.annotations.NullMarked;
