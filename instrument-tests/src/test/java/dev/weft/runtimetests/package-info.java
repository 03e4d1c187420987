// SPDX-License-Identifier: Apache-2.0
/** Tests of the runtime whose own code has fibers: the build instruments this package's classes, but not {@code plain}. */
@NullMarked
package dev.weft.runtimetests;

import org.jspecify.annotations.NullMarked;
