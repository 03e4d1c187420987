// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import dev.weft.instrument.Listener;
import dev.weft.instrument.MethodOutcome;
import dev.weft.instrument.PinReason;
import dev.weft.instrument.PinnedSite;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What came out of a sweep. */
final class Findings implements Listener {
    /** Reasons that are the nature of the code. */
    static final Set<PinReason> GIVEN =
            Set.of(PinReason.CONSTRUCTOR, PinReason.CLASS_INITIALIZER, PinReason.SYNCHRONIZED, PinReason.NATIVE);

    /** In percent of all methods. */
    private static final double MOST_AVOIDABLE = 0.1;

    /** What is wrong with instrumented classes, where the plain ones are right. */
    final List<String> problems = new ArrayList<>();

    /** Failures that the instrumenter told. */
    final List<String> failures = new ArrayList<>();

    /** Classes that ASM finds fault with as they are, each with the first fault. */
    final Map<String, String> invalidBefore = new TreeMap<>();

    /** Classes that link in neither form, each with the reason, which is the same for both. */
    final Map<String, String> unlinkable = new TreeMap<>();

    private final String name;
    private final Map<PinReason, Set<String>> pinned = new EnumMap<>(PinReason.class);
    private final Map<String, String> avoidable = new TreeMap<>();
    private int outcomesOfLast; // methods that the report tells of
    private int classes;
    private int methods;
    private int changed;
    private int suspensionPoints;
    private long bytesBefore;
    private long bytesAfter;

    Findings(String name) {
        this.name = name;
    }

    @Override
    public void instrumented(String className, int fiberMethods, int points) {
        changed++;
        suspensionPoints += points;
    }

    @Override
    public void pinned(PinnedSite site) {
        String method = site.className() + "." + site.method() + site.descriptor();
        pinned.computeIfAbsent(site.reason(), reason -> new TreeSet<>()).add(method);
        if (!GIVEN.contains(site.reason())) avoidable.put(method, site.reason().text() + ": " + site.detail());
    }

    @Override
    public void failed(String className, @Nullable String method, Throwable problem) {
        failures.add(className + "." + method + ": " + problem);
    }

    @Override
    public void methods(String className, List<MethodOutcome> outcomes) {
        outcomesOfLast = outcomes.size();
    }

    /** To be called after each class. */
    void count(byte[] plain, byte @Nullable [] instrumented) {
        classes++;
        int own = methodCount(plain);
        methods += own;
        if (outcomesOfLast != own) {
            String className = new ClassReader(plain).getClassName();
            problems.add(className + ": of " + own + " methods the report has " + outcomesOfLast);
        }
        outcomesOfLast = 0;
        bytesBefore += plain.length;
        bytesAfter += instrumented == null ? plain.length : instrumented.length;
    }

    /** Methods that pin for a reason other than those of {@link #GIVEN}, each with the reason. */
    Map<String, String> avoidable() {
        return avoidable;
    }

    /** In percent of all methods. */
    double avoidableShare() {
        return methods == 0 ? 0 : 100.0 * avoidable.size() / methods;
    }

    /** What can't be accepted, a line each. */
    List<String> violations() {
        List<String> violations = new ArrayList<>(problems);
        violations.addAll(failures);
        if (avoidableShare() >= MOST_AVOIDABLE) violations.add("too much pins: " + avoidable);
        if (changed < classes / 3 || suspensionPoints == 0) violations.add("hardly anything was instrumented");
        return violations;
    }

    /** One line. */
    String summary() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %d classes, %d changed, %d methods, %d suspension points, size x %.2f",
                name,
                classes,
                changed,
                methods,
                suspensionPoints,
                (double) bytesAfter / Math.max(1, bytesBefore)));
        pinned.forEach((reason, of) ->
                text.append(", ").append(of.size()).append(" pin ").append(reason.text()));
        return text.append(String.format(
                        Locale.ROOT,
                        "; avoidable %d = %.3f %%; %d failures, %d problems; not valid before %d, linked in neither form %d",
                        avoidable.size(),
                        avoidableShare(),
                        failures.size(),
                        problems.size(),
                        invalidBefore.size(),
                        unlinkable.size()))
                .toString();
    }

    /** Everything by name. */
    String text() {
        StringBuilder text = new StringBuilder(summary()).append('\n');
        for (String failure : failures) text.append("failure  ").append(failure).append('\n');
        for (String problem : problems) text.append("problem  ").append(problem).append('\n');
        append(text, "pins  ", avoidable);
        append(text, "not valid before  ", invalidBefore);
        append(text, "linked in neither form  ", unlinkable);
        return text.toString();
    }

    private static void append(StringBuilder text, String what, Map<String, String> lines) {
        lines.forEach((key, value) ->
                text.append(what).append(key).append("  ").append(value).append('\n'));
    }

    private static int methodCount(byte[] classFile) {
        int[] count = new int[1];
        ClassVisitor counter = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String method,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                count[0]++;
                return null;
            }
        };
        new ClassReader(classFile).accept(counter, ClassReader.SKIP_CODE);
        return count[0];
    }
}
