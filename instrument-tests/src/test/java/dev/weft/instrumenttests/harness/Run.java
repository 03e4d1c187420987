// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of one entry: its mode, its ordered side effects, and counts of what happened at its points.
 *
 * <p>The current run belongs to the thread, since every run of this harness stays on the thread that started it.
 */
public final class Run {
    private static final ThreadLocal<@Nullable Run> CURRENT = new ThreadLocal<>();

    private final Mode mode;
    private final Rendering rendering;
    private final List<String> effects = new ArrayList<>();
    private final List<WeakReference<Object>> watched = new ArrayList<>();
    private final List<StackTraceElement[]> stacksAtHits = new ArrayList<>();
    private final boolean keepsStacks;
    private final Map<Integer, Integer> visits = new HashMap<>();
    private int points;
    private int hits;
    private int pinnedHits;
    private int suspensions;

    /** Keeps the stack at each hit only if told to. */
    public Run(Mode mode, Rendering rendering, boolean keepsStacks) {
        this.mode = mode;
        this.rendering = rendering;
        this.keepsStacks = keepsStacks;
    }

    /** The run under way on this thread. */
    public static Run current() {
        Run run = CURRENT.get();
        if (run == null) {
            throw new IllegalStateException("no run on this thread");
        }
        return run;
    }

    /** Adds a side effect to the current run; exceptions are recorded with their causes and stack lines. */
    public static void log(@Nullable Object effect) {
        Run run = current();
        run.effects.add(run.rendering.render(effect));
    }

    /** Adds a side effect and returns it, for use within expressions. */
    public static <T extends @Nullable Object> T logged(T effect) {
        log(effect);
        return effect;
    }

    /** Remembers an object weakly; a test may then ask whether it was let go. */
    public static <T> T watch(T object) {
        current().watched.add(new WeakReference<>(object));
        return object;
    }

    /** Makes it the current run of this thread. */
    public void begin() {
        CURRENT.set(this);
    }

    /** There is no current run any more. */
    public void end() {
        CURRENT.remove();
    }

    /** Called by {@code Points.hit()} at its beginning, with whether it was entered without a continuation. */
    public void hit(boolean pinned) {
        hits++;
        if (pinned) {
            pinnedHits++;
        }
        if (keepsStacks) {
            stacksAtHits.add(new Throwable().getStackTrace());
        }
    }

    /** Whether this point, explicit or a forced poll, suspends now. */
    public boolean suspendsHere() {
        return suspendsHere(0);
    }

    /** Whether this visit of a site suspends. */
    public boolean suspendsHere(int site) {
        points++;
        int visit = visits.merge(site, 1, Integer::sum);
        return mode.suspends().suspends(points, site, visit);
    }

    /** Called by {@code Points.hit()} at its end, after the resume. */
    public void throwIfPlanned(int hit) {
        if (hit == mode.throwsAtHit()) {
            throw new InjectedException(hit);
        }
    }

    /** Counts a suspension. */
    public void suspended() {
        suspensions++;
    }

    /** The stack at each hit, if they are kept. */
    public List<StackTraceElement[]> rawStacksAtHits() {
        return stacksAtHits;
    }

    /** At each hit, from the innermost call outwards; the line within {@code hit()} itself is left out. */
    List<List<String>> stacksAtHits() {
        return stacksAtHits.stream()
                .map(rendering::lines)
                .map(lines -> lines.subList(1, lines.size()))
                .toList();
    }

    /** Rendered side effects in order. */
    public List<String> effects() {
        return effects;
    }

    /** The objects that were given to {@link #watch}. */
    public List<WeakReference<Object>> watched() {
        return watched;
    }

    /** How values become text. */
    public Rendering rendering() {
        return rendering;
    }

    /** Number of calls of {@code Points.hit()} so far. */
    public int hits() {
        return hits;
    }

    /** Number of points so far: hits, and polls where there are any. */
    public int points() {
        return points;
    }

    /** Number of hits so far that could not suspend. */
    public int pinnedHits() {
        return pinnedHits;
    }

    /** Number of times the run was resumed so far. */
    public int suspensions() {
        return suspensions;
    }
}
