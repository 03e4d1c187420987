// SPDX-License-Identifier: Apache-2.0
/**
 * How the instrumenter gets to work: as a Java agent ({@link dev.weft.agent.WeftAgent}), as a command-line tool
 * ({@link dev.weft.agent.WeftTool}), and as a library for build tools ({@link dev.weft.agent.BuildInstrumenter}).
 *
 * <p>The public types here show no type of ASM or Byte Buddy, since both have other names in the shipped jar. The package
 * stands on {@code dev.weft.instrument}, which knows nothing of it.
 */
@NullMarked
package dev.weft.agent;

import org.jspecify.annotations.NullMarked;
