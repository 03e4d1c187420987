// SPDX-License-Identifier: Apache-2.0

/** What threads may see of the scheduler, by jcstress. */
package dev.weft.internal.sched;
