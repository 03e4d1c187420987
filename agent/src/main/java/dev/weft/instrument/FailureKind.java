// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

/** What can be the matter with a class that could not be instrumented, and what its user can do. docs/tools.md has the list. */
public enum FailureKind {
    /** The bytes are no class file, or can't be read to the end. */
    MALFORMED("malformed class file", "no JVM can load it; build it again, or exclude it"),
    /** The JVM's verifier would reject the class. */
    INVALID_CODE("invalid code", "the JVM would reject it too, with or without Weft; build it again, or exclude it"),
    /** The class file's version is unknown. */
    TOO_NEW("class file too new", "use a version of Weft that knows it, or exclude the class"),
    /** A class that it refers to can't be read. */
    UNREADABLE_TYPE("a class that it refers to can't be read", "repair the class path"),
    /** A method has the name and the descriptor of another one's fiber entry. */
    NAME_CLASH("a method has the signature of a fiber entry", "rename one of the two"),
    /** The class was instrumented for another version of the runtime. */
    OTHER_ABI("instrumented for another version of Weft", "build it again with the Weft version that it runs with"),
    /** What the instrumenter made would be rejected by the JVM. */
    INVALID_RESULT(
            "wrong after instrumentation",
            "this is a fault of Weft: please report it with the class and the command; exclude the class meanwhile"),
    /** The instrumenter failed in a way that nobody has foreseen. */
    INTERNAL(
            "unexpected failure",
            "this is a fault of Weft: please report it with the class and the command; exclude the class meanwhile");

    private final String found;
    private final String advice;

    FailureKind(String found, String advice) {
        this.found = found;
        this.advice = advice;
    }

    /** What was found, in words. */
    public String found() {
        return found;
    }

    /** What to do, in words. */
    public String advice() {
        return advice;
    }

    /** Whether the instrumenter is to blame, so that a copy of the class and a command to repeat the failure are wanted. */
    public boolean isOurs() {
        return this == INVALID_RESULT || this == INTERNAL;
    }
}
