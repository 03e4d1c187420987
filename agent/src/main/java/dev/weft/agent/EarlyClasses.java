// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Listener;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.ConstantPoolScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.bytebuddy.dynamic.ClassFileLocator;

/** The classes of the program that were loaded before the agent could change them. */
final class EarlyClasses {
    private static final int SHOWN = 20;

    private final List<Class<?>> classes = new ArrayList<>();

    /** Selects from all loaded classes those that an agent in time would have seen. */
    EarlyClasses(Class<?>[] loaded) {
        for (Class<?> type : loaded) {
            ClassLoader loader = type.getClassLoader();
            if (loader != null
                    && loader != ClassLoader.getPlatformClassLoader()
                    && !type.isArray()
                    && !type.isHidden()
                    && !WeftTransformer.isAgent(type.getProtectionDomain())) {
                classes.add(type);
            }
        }
    }

    void addNamesTo(Set<String> names) {
        for (Class<?> type : classes) {
            names.add(type.getName().replace('.', '/'));
        }
    }

    /** Names those that would have been instrumented: they block instead of suspending. */
    void tell(Configuration configuration) {
        if (classes.isEmpty()) {
            return;
        }
        LoaderInstrumenters probe = new LoaderInstrumenters(configuration, Listener.NONE, Set.of());
        List<String> names = new ArrayList<>();
        for (Class<?> type : classes) {
            String name = type.getName().replace('.', '/');
            if (!name.startsWith(RuntimeAbi.PACKAGE) && !configuration.isExcluded(name) && wouldChange(type, probe)) {
                names.add(type.getName());
            }
        }
        if (!names.isEmpty()) {
            Collections.sort(names);
            tell(names);
        }
    }

    private static boolean wouldChange(Class<?> type, LoaderInstrumenters probe) {
        try {
            ClassLoader loader = type.getClassLoader();
            ClassFileLocator.Resolution found = probe.classes(loader).locate(type.getName());
            return found.isResolved() && probe.instrument(new ConstantPoolScan(found.resolve()), loader) != null;
        } catch (InstrumentationException e) {
            return true;
        } catch (IOException | RuntimeException e) {
            Console.say("cannot tell whether " + type.getName() + " was loaded too early: " + e);
            return false;
        }
    }

    private static void tell(List<String> names) {
        StringBuilder text = new StringBuilder()
                .append(names.size())
                .append(names.size() == 1 ? " class was" : " classes were")
                .append(" loaded before the agent and will block instead of suspending:");
        names.stream().limit(SHOWN).forEach(name -> text.append("\n        ").append(name));
        if (names.size() > SHOWN) {
            text.append("\n        and ").append(names.size() - SHOWN).append(" more");
        }
        Console.say(text.toString());
    }
}
