// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the instrumenter did. All class names are in their source form ({@code com.acme.Foo}).
 *
 * <p>An agent instruments classes on many threads, so an implementation must be safe for use by several at once.
 */
public interface Listener {
    /** A listener that ignores everything. */
    Listener NONE = new Listener() {};

    /**
     * A class was changed.
     *
     * @param methods how many methods got a fiber entry
     * @param suspensionPoints how many calls may suspend
     */
    default void instrumented(String className, int methods, int suspensionPoints) {}

    /**
     * What became of each method of a class that was looked at, in the order of the class file; the class need not have been
     * changed. Not called for classes that are dismissed at first sight, or are instrumented already.
     */
    default void methods(String className, List<MethodOutcome> outcomes) {}

    /** A method, or a call, will block its carrier instead of suspending. */
    default void pinned(PinnedSite site) {}

    /**
     * A class could not be instrumented and was left as it is.
     *
     * @param method the method at which it failed, where known
     */
    default void failed(String className, @Nullable String method, Throwable problem) {}
}
