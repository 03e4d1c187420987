// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

/**
 * One test case: a static fiber method without parameters.
 *
 * @param className binary name of the target class
 * @param method name of the entry method
 * @param pinned what it declares about pinning
 * @param freshClasses whether each run needs a class loader of its own
 */
public record TargetEntry(String className, String method, Entry.Pinned pinned, boolean freshClasses) {

    @Override
    public String toString() {
        return className.substring(className.lastIndexOf('.') + 1) + "." + method;
    }
}
