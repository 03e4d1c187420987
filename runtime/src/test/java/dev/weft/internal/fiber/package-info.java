// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.internal.fiber;

import org.jspecify.annotations.NullMarked;
