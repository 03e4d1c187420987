// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import dev.weft.instrument.classify.CallCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to instrument, and how. Immutable.
 *
 * <p>Patterns name classes as {@code com.acme.**} (a package with its sub-packages), {@code com.acme.*} (a package
 * alone), {@code com.acme.Foo} (a class with its nested ones) or {@code **}.
 */
public final class Configuration {
    private final List<String> include;
    private final List<String> exclude;
    private final List<ClassPattern> includePatterns;
    private final List<ClassPattern> excludePatterns;
    private final OnError onError;
    private final boolean forcedSuspension;
    private final boolean forwarderChecks;
    private final boolean loopPolls;
    private final boolean creations;
    private final @Nullable CallCatalogue catalogue;
    private final String fault;

    private Configuration(Builder builder) {
        include = List.copyOf(builder.include);
        exclude = List.copyOf(builder.exclude);
        includePatterns = parsed(include);
        excludePatterns = parsed(exclude);
        onError = builder.onError;
        forcedSuspension = builder.forcedSuspension;
        forwarderChecks = builder.forwarderChecks;
        loopPolls = builder.loopPolls;
        creations = builder.creations;
        catalogue = builder.catalogue;
        fault = builder.fault;
    }

    /** Without a stream: this runs at the start of each program that has the agent. */
    private static List<ClassPattern> parsed(List<String> patterns) {
        List<ClassPattern> parsed = new ArrayList<>(patterns.size());
        for (String pattern : patterns) parsed.add(ClassPattern.parse(pattern));
        return parsed;
    }

    /** A builder with the defaults: no patterns, {@link OnError#FAIL}, no forced suspension, forwarder checks, loop polls and creations on. */
    public static Builder builder() {
        return new Builder();
    }

    /** Patterns of the classes all of whose methods are fiber methods, annotated or not. */
    public List<String> include() {
        return include;
    }

    /** Patterns of the classes that are left alone. */
    public List<String> exclude() {
        return exclude;
    }

    /** What happens when a class cannot be instrumented. */
    public OnError onError() {
        return onError;
    }

    /** Whether fiber entries poll the continuation, so that a test can suspend at each of them. */
    public boolean forcedSuspension() {
        return forcedSuspension;
    }

    /**
     * Whether interface calls check for generated forwarders such as JDK proxies. A build needs the checks; an agent sees
     * the forwarders load and amends them instead.
     */
    public boolean forwarderChecks() {
        return forwarderChecks;
    }

    /** Whether a fiber that loops without calling fiber methods looks if its time slice is over. */
    public boolean loopPolls() {
        return loopPolls;
    }

    /** Whether instrumented classes that create locks, queues and the like of the JDK create those that fibers wait for. */
    public boolean creations() {
        return creations;
    }

    /** Which calls fiber code makes in a way of its own. The standard catalogue is read when it is first asked for. */
    public CallCatalogue catalogue() {
        return catalogue == null ? CallCatalogue.standard() : catalogue;
    }

    /** Throws what nobody has foreseen, if this is the method for which a test wants that. */
    void failIfAsked(String className, String method) {
        if (!fault.isEmpty() && fault.equals(className + '.' + method)) {
            throw new IllegalStateException("the fault that was asked for");
        }
    }

    /**
     * Whether every method of the class is a fiber method because a pattern names it. Never so for excluded classes, nor
     * for those of the JDK and of Weft itself.
     */
    public boolean isFiberPackage(String internalName) {
        return matches(includePatterns, internalName)
                && !matches(excludePatterns, internalName)
                && !SystemPackages.contain(internalName);
    }

    /** Whether a pattern says that the class is to be left alone. */
    public boolean isExcluded(String internalName) {
        return matches(excludePatterns, internalName);
    }

    private static boolean matches(List<ClassPattern> patterns, String internalName) {
        for (ClassPattern pattern : patterns) {
            if (pattern.matches(internalName)) {
                return true;
            }
        }
        return false;
    }

    /** Builds a {@link Configuration}. */
    public static final class Builder {
        private final List<String> include = new ArrayList<>();
        private final List<String> exclude = new ArrayList<>();
        private OnError onError = OnError.FAIL;
        private boolean forcedSuspension;
        private boolean forwarderChecks = true;
        private boolean loopPolls = true;
        private boolean creations = true;
        private @Nullable CallCatalogue catalogue;
        private String fault = "";

        private Builder() {}

        /** Adds patterns to {@link Configuration#include()}. */
        public Builder include(String... patterns) {
            return include(List.of(patterns));
        }

        /** Adds patterns to {@link Configuration#include()}. */
        public Builder include(Collection<String> patterns) {
            include.addAll(patterns);
            return this;
        }

        /** Adds patterns to {@link Configuration#exclude()}. */
        public Builder exclude(String... patterns) {
            return exclude(List.of(patterns));
        }

        /** Adds patterns to {@link Configuration#exclude()}. */
        public Builder exclude(Collection<String> patterns) {
            exclude.addAll(patterns);
            return this;
        }

        /** Sets {@link Configuration#onError()}. */
        public Builder onError(OnError value) {
            onError = value;
            return this;
        }

        /** Sets {@link Configuration#forcedSuspension()}. */
        public Builder forcedSuspension(boolean value) {
            forcedSuspension = value;
            return this;
        }

        /** Sets {@link Configuration#forwarderChecks()}. */
        public Builder forwarderChecks(boolean value) {
            forwarderChecks = value;
            return this;
        }

        /** Sets {@link Configuration#loopPolls()}. */
        public Builder loopPolls(boolean value) {
            loopPolls = value;
            return this;
        }

        /** Sets {@link Configuration#creations()}. */
        public Builder creations(boolean value) {
            creations = value;
            return this;
        }

        /** Sets {@link Configuration#catalogue()}, to the standard one and what a file adds; null for the standard one. */
        public Builder catalogue(@Nullable Path file) {
            catalogue = file == null ? null : CallCatalogue.withFile(file);
            return this;
        }

        /** Makes the instrumenter fail at a method, {@code com.acme.Foo.bar}, as a fault of its own would. */
        public Builder fault(String classAndMethod) {
            fault = classAndMethod;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException if a pattern is malformed; the message shows the forms that exist
         */
        public Configuration build() {
            return new Configuration(this);
        }
    }
}
