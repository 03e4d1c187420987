// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

/**
 * What became of one method of a class that was instrumented, or looked at.
 *
 * @param method its name
 * @param descriptor its descriptor
 * @param line its first source line, or 0 if it is unknown
 * @param status what became of it
 * @param detail more, for people; may be empty
 */
public record MethodOutcome(String method, String descriptor, int line, Status status, String detail) {
    /** What can become of a method. */
    public enum Status {
        /** It has a fiber entry with suspension points. */
        INSTRUMENTED("instrumented"),
        /** It has a fiber entry, which calls nothing that may suspend. */
        NO_SUSPENSION_POINT("no suspension point"),
        /** It has no body, and so its fiber entry is the one of whatever implements it. */
        ABSTRACT("abstract"),
        /** It is a fiber method, and blocks its carrier; the detail says why. */
        PINNED("pinned"),
        /** A constructor, which can't be suspended. */
        CONSTRUCTOR("constructor"),
        /** A class initializer, which can't be suspended. */
        CLASS_INITIALIZER("class initializer"),
        /** Neither an annotation nor a pattern nor a method that it overrides makes it a fiber method. */
        NOT_FIBER("not a fiber method");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** The status in words, for reports. */
        public String text() {
            return text;
        }
    }
}
