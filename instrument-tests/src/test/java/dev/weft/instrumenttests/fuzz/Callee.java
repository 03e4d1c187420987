// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.List;

/**
 * A method that random source code calls.
 *
 * @param call what stands before the arguments: {@code m1} or {@code new Derived(1).twice}
 * @param parameters their types
 * @param type of the result
 */
record Callee(String call, List<String> parameters, String type) {}
