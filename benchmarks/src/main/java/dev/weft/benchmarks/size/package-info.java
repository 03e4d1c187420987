// SPDX-License-Identifier: Apache-2.0
/** How large instrumented code is: reads class files itself, and depends on nothing. */
@NullMarked
package dev.weft.benchmarks.size;

import org.jspecify.annotations.NullMarked;
