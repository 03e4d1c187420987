// SPDX-License-Identifier: Apache-2.0
/** Tests of the samples. Those named IT start them as a user does, with the agent and without. */
@NullMarked
package dev.weft.samples;

import org.jspecify.annotations.NullMarked;
