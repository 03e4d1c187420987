// SPDX-License-Identifier: Apache-2.0
/** Small programs that show Weft at work. Start with {@link dev.weft.samples.PingPong}. */
@NullMarked
package dev.weft.samples;

import org.jspecify.annotations.NullMarked;
