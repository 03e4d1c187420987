// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

/** What writes programs. */
enum BackEnd {
    /** Source code, compiled by javac. */
    JAVA {
        @Override
        Program generate(String name, long seed, long index) {
            return JavaGenerator.generate(name, seed);
        }
    },
    /** Bytecode. */
    ASM {
        @Override
        Program generate(String name, long seed, long index) {
            return AsmGenerator.generate(name, seed);
        }
    },
    /** One program in six as source code, which takes longer. */
    BOTH {
        @Override
        Program generate(String name, long seed, long index) {
            return (index % 6 == 0 ? JAVA : ASM).generate(name, seed, index);
        }
    };

    abstract Program generate(String name, long seed, long index);
}
