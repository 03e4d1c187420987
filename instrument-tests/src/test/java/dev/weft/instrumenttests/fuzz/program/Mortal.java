// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz.program;

/** An object that the program declares dead; a continuation that is suspended after that must not reach it. */
public class Mortal {
    private final int number = Host.nextNumber();
    private boolean dead;

    /** The program never mentions it again. */
    void die() {
        dead = true;
    }

    /** Whether the program has declared it dead. */
    public boolean isDead() {
        return dead;
    }

    @Override
    public String toString() {
        return "probe " + number;
    }
}
