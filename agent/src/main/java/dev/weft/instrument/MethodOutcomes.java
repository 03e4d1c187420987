// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import dev.weft.instrument.MethodOutcome.Status;
import dev.weft.instrument.emit.LineTracker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Collects what becomes of the methods that a class has before it is instrumented. */
final class MethodOutcomes {
    private final List<MethodNode> methods;
    private final Map<MethodNode, MethodOutcome> known = new HashMap<>();

    /** For the methods of a class, in their order; what isn't told of one is that it is no fiber method. */
    MethodOutcomes(List<MethodNode> methods) {
        this.methods = List.copyOf(methods);
    }

    /** The method got a fiber entry with so many suspension points. */
    void instrumented(MethodNode method, int points) {
        if (points == 0) put(method, Status.NO_SUSPENSION_POINT, "");
        else put(method, Status.INSTRUMENTED, points + (points == 1 ? " suspension point" : " suspension points"));
    }

    /** The method's fiber entry, if it has one, calls the plain one. */
    void pinned(MethodNode method, PinReason reason, String detail) {
        put(method, Status.PINNED, detail.isEmpty() ? reason.text() : reason.text() + "  " + detail);
    }

    /** A fiber method that has an entry which calls the plain one, and nothing else is known of it. */
    void withoutBodies(MethodNode method) {
        if (known.containsKey(method)) return;
        if ((method.access & Opcodes.ACC_ABSTRACT) != 0) put(method, Status.ABSTRACT, "");
        else put(method, Status.NO_SUSPENSION_POINT, "");
    }

    private void put(MethodNode method, Status status, String detail) {
        known.put(method, outcome(method, status, detail));
    }

    /** All of them, in the order of the class file. */
    List<MethodOutcome> all() {
        List<MethodOutcome> all = new ArrayList<>(methods.size());
        for (MethodNode method : methods) {
            MethodOutcome outcome = known.get(method);
            all.add(outcome != null ? outcome : outcome(method, withoutEntry(method), ""));
        }
        return all;
    }

    private static Status withoutEntry(MethodNode method) {
        return switch (method.name) {
            case "<init>" -> Status.CONSTRUCTOR;
            case "<clinit>" -> Status.CLASS_INITIALIZER;
            default -> Status.NOT_FIBER;
        };
    }

    private static MethodOutcome outcome(MethodNode method, Status status, String detail) {
        return new MethodOutcome(method.name, method.desc, LineTracker.firstLine(method), status, detail);
    }
}
