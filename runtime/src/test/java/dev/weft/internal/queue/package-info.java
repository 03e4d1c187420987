// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.internal.queue;

import org.jspecify.annotations.NullMarked;
