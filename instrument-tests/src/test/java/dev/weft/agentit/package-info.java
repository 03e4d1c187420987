// SPDX-License-Identifier: Apache-2.0
/** The shipped agent jar in processes of its own: as an agent, attached late, and as a command-line tool. */
@NullMarked
package dev.weft.agentit;

import org.jspecify.annotations.NullMarked;
