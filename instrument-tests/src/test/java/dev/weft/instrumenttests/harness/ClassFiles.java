// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import org.jspecify.annotations.Nullable;

/** Class files by class name, as compiled or as instrumented. */
public interface ClassFiles {
    /** The class file of the class with this binary name, or null if it is not one of the targets. */
    byte @Nullable [] find(String className);

    /** Finds the classes that are none of the targets. */
    ClassLoader libraries();

    /** Whether a stack element names a line of source code in one of these classes, in a method that is not synthetic. */
    boolean isSourceLine(StackTraceElement element);
}
