// SPDX-License-Identifier: Apache-2.0
/** The names that instrumented code and the runtime agree on. Depends on nothing of ours. */
@NullMarked
package dev.weft.instrument.abi;

import org.jspecify.annotations.NullMarked;
