// SPDX-License-Identifier: Apache-2.0
/** Classes that the build leaves as javac made them. */
@NullMarked
package dev.weft.runtimetests.plain;

import org.jspecify.annotations.NullMarked;
