// SPDX-License-Identifier: Apache-2.0
/** The plugin for Byte Buddy's build plugins, for Gradle and others, through {@code dev.weft.agent}. Knows nothing of Maven. */
@NullMarked
package dev.weft.bytebuddy;

import org.jspecify.annotations.NullMarked;
