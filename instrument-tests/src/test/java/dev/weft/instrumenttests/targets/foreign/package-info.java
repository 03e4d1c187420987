// SPDX-License-Identifier: Apache-2.0
/** Classes of the targets that are excluded from instrumentation, and so stand for libraries. Not null-marked, as the targets. */
@NullUnmarked
package dev.weft.instrumenttests.targets.foreign;

import org.jspecify.annotations.NullUnmarked;
