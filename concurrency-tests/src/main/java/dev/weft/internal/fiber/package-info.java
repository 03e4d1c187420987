// SPDX-License-Identifier: Apache-2.0

/** What threads may see of a fiber that parks, by jcstress. */
package dev.weft.internal.fiber;
