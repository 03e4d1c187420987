// SPDX-License-Identifier: Apache-2.0
/** Classes that are never instrumented. */
@NullUnmarked
package dev.weft.foreign.plain;

import org.jspecify.annotations.NullUnmarked;
