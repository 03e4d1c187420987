// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.internal.sched;

import org.jspecify.annotations.NullMarked;
