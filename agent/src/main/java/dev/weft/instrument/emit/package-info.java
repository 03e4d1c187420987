// SPDX-License-Identifier: Apache-2.0
/**
 * Writes bytecode: fiber entries, resume entries, saving and restoring, and the classes of fiber lambdas. Depends on
 * {@code classify}, {@code flow} and {@code abi}.
 */
@NullMarked
package dev.weft.instrument.emit;

import org.jspecify.annotations.NullMarked;
