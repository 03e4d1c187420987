// SPDX-License-Identifier: Apache-2.0
/** What tests of other packages need of the scheduler's internals. */
@NullMarked
package dev.weft.internal.sched;

import org.jspecify.annotations.NullMarked;
