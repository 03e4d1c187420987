// SPDX-License-Identifier: Apache-2.0
/**
 * Checks class files as the JVM does, without loading a class: structure, data flow and stack maps. Used where a check is asked
 * for, and to tell a class file that was wrong from a fault of ours. Depends on ASM only.
 */
@NullMarked
package dev.weft.instrument.verify;

import org.jspecify.annotations.NullMarked;
