// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.FailureKind;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import dev.weft.instrument.OnError;
import dev.weft.instrument.classify.CompiledSources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Class files with bytes flipped, cut off or put in: whatever they are, the instrumenter gives back a class, leaves the original
 * as it is, or fails by name; and it hardly ever takes a fault of theirs for one of its own.
 */
class DamagedClassesTest {
    private static final CompiledSources SOURCES = TestClasses.compile(TestClasses.WORKER, """
            package app;
            import java.util.*;
            public class Rich<T extends Comparable<T>> extends Worker implements Comparator<T> {
                private static final long LONG = 1L << 40;
                private final List<T> all = new ArrayList<>();
                interface Step { @dev.weft.Fiber int step(int n) throws Exception; }
                public int compare(T a, T b) { return a.compareTo(b); }
                public int work(int n) {
                    Step twice = i -> more(i) + more(i + 1);
                    try {
                        for (int i = 0; i < n; i++) n += twice.step(i) + new Worker().work(super.work(i));
                    } catch (Exception e) {
                        synchronized (this) { return super.work(n); }
                    } finally {
                        all.clear();
                    }
                    switch (n) { case 1: return more(2); case 700: return more(3); default: return (int) (LONG + more(n)); }
                }
                String text(Object o, double d) { return o + "x" + d + (o == null ? new String[0][1] : more((int) d)); }
            }
            """);

    private static final int PER_KIND = 800;

    private final Map<FailureKind, Integer> failures = new EnumMap<>(FailureKind.class);

    @Test
    void nothingUnexpectedEscapes() {
        long seed = Long.getLong("weft.seed", new Random().nextLong());
        String replay = "to repeat: -Dtest=DamagedClassesTest -Dweft.seed=" + seed;
        System.out.println("DamagedClassesTest, " + replay);
        Random random = new Random(seed);
        byte[] sound = SOURCES.bytes("app.Rich");
        assertThat(instrument(sound, OnError.FAIL, replay)).isNotNull();
        for (int i = 0; i < PER_KIND; i++) {
            OnError onError = random.nextBoolean() ? OnError.FAIL : OnError.PIN;
            String where = replay + ", round " + i + ", " + onError;
            instrument(flipped(sound, random), onError, where);
            instrument(Arrays.copyOf(sound, random.nextInt(sound.length)), onError, where);
            instrument(inserted(sound, random), onError, where);
        }
        // The canary: damages were told as what they are, each kind of them.
        int all = failures.values().stream().mapToInt(Integer::intValue).sum();
        int ours = failures.getOrDefault(FailureKind.INTERNAL, 0);
        assertThat(ours).as(replay + ": " + failures).isLessThanOrEqualTo(all / 200);
        assertThat(failures).containsKeys(FailureKind.MALFORMED, FailureKind.INVALID_CODE, FailureKind.TOO_NEW);
    }

    private byte @Nullable [] instrument(byte[] classFile, OnError onError, String where) {
        List<Throwable> told = new ArrayList<>();
        Listener listener = new Listener() {
            @Override
            public void failed(String className, @Nullable String method, Throwable problem) {
                told.add(problem);
            }
        };
        Configuration configuration =
                Configuration.builder().include("**").onError(onError).build();
        ClassFileLocator classes =
                new ClassFileLocator.Compound(SOURCES.locator(), ClassFileLocator.ForClassLoader.ofPlatformLoader());
        byte[] result = null;
        try {
            result = new Instrumenter(configuration, listener).instrument(classFile, classes);
        } catch (InstrumentationException e) {
            assertThat(told).as(where).contains(e);
        } catch (Throwable e) {
            throw new AssertionError(where, e);
        }
        for (Throwable problem : told) {
            assertThat(problem).as(where).isInstanceOf(InstrumentationException.class);
            FailureKind kind = ((InstrumentationException) problem).kind();
            if (kind == null) throw new AssertionError(where, problem);
            failures.merge(kind, 1, Integer::sum);
        }
        return result;
    }

    private static byte[] flipped(byte[] sound, Random random) {
        byte[] damaged = sound.clone();
        for (int i = random.nextInt(4); i >= 0; i--)
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        if (random.nextInt(50) == 0) damaged[6] = 1; // a version from the future
        return damaged;
    }

    private static byte[] inserted(byte[] sound, Random random) {
        int at = random.nextInt(sound.length);
        byte[] damaged = Arrays.copyOf(sound, sound.length + 1);
        System.arraycopy(sound, at, damaged, at + 1, sound.length - at);
        damaged[at] = (byte) random.nextInt(256);
        return damaged;
    }
}
