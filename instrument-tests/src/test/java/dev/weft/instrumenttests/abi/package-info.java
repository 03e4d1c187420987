// SPDX-License-Identifier: Apache-2.0
/** The contract between the instrumenter and the runtime. */
@NullMarked
package dev.weft.instrumenttests.abi;

import org.jspecify.annotations.NullMarked;
