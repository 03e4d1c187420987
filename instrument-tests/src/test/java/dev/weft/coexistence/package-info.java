// SPDX-License-Identifier: Apache-2.0
/** Programs that {@code CoexistenceIT} runs with the agent. They stay as compiled. */
@NullUnmarked
package dev.weft.coexistence;

import org.jspecify.annotations.NullUnmarked;
