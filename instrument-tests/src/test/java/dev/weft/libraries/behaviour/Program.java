// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

/** Code that uses a library and writes down what it sees, which must be the same each time. */
public interface Program {
    /** Runs it. */
    void run(Transcript out) throws Exception;
}
