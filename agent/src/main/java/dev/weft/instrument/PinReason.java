// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

/** Why a method or a call keeps its carrier while it blocks. */
public enum PinReason {
    /** The call stands in a constructor: an object under construction cannot be resumed. */
    CONSTRUCTOR("in a constructor"),
    /** The call stands in a class initializer, which the JVM runs under a lock of its own. */
    CLASS_INITIALIZER("in a class initializer"),
    /** The call is made while a monitor is held, which belongs to the thread. */
    SYNCHRONIZED("while a monitor is held"),
    /** The method is native. */
    NATIVE("native method"),
    /** An instrumented body would exceed the 64 KB that a method may have. */
    TOO_LARGE("method too large"),
    /** The method has no argument slot left for the continuation. */
    TOO_MANY_ARGUMENTS("too many arguments"),
    /** The class file is from before Java 7 and could not be upgraded; the detail of the site says why. */
    OLD_CLASS_FILE("old class file"),
    /** A live value has a type that the resumed method could not name. */
    INACCESSIBLE_TYPE("inaccessible type"),
    /** The method is annotated {@code @Blocking} beside {@code @Fiber}: a thread of the I/O pool runs it. */
    BLOCKING("annotated as blocking"),
    /** Any other code that cannot be instrumented; the detail of the site says which. */
    UNSUPPORTED("unsupported code");

    private final String text;

    PinReason(String text) {
        this.text = text;
    }

    /** The reason in words, for reports. */
    public String text() {
        return text;
    }
}
