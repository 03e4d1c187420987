// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.internal.util;

import org.jspecify.annotations.NullMarked;
