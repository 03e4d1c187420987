// SPDX-License-Identifier: Apache-2.0
/** What the classes of {@code dev.weft.sync} wait in. Depends on {@code internal.fiber} for those who wait. */
@NullMarked
package dev.weft.internal.sync;

import org.jspecify.annotations.NullMarked;
