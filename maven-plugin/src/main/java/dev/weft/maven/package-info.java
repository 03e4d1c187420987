// SPDX-License-Identifier: Apache-2.0
/** The Maven plugin: instruments classes when a project is built, through {@code dev.weft.agent}. */
@NullMarked
package dev.weft.maven;

import org.jspecify.annotations.NullMarked;
