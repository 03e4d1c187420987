// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

/** What happens when a class cannot be instrumented. Either way nothing is left half instrumented. */
public enum OnError {
    /** Instrumentation stops with an {@link InstrumentationException}: the build fails, or the load of the class does. */
    FAIL,
    /** The class stays as it is: it works, its blocking calls pin their carrier, and the failure is reported. */
    PIN
}
