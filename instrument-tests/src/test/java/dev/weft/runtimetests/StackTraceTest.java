// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stack traces are those of the source, though after a resume the callers aren't on the Java stack. */
class StackTraceTest {
    /** The methods of this class in a trace, with their lines. */
    private static List<String> calls(Throwable t) {
        return Arrays.stream(t.getStackTrace())
                .filter(e -> e.getClassName().equals(StackTraceTest.class.getName()))
                .map(e -> e.getMethodName().replaceAll("\\$[0-9]+$", "") + ":" + e.getLineNumber())
                .toList();
    }

    @Fiber
    private static void outer(int suspensions) {
        middle(suspensions);
    }

    @Fiber
    private static void middle(int suspensions) {
        inner(suspensions);
    }

    @Fiber
    private static void inner(int suspensions) {
        for (int i = 0; i < suspensions; i++) Weft.yield();
        throw new IllegalStateException("after " + suspensions);
    }

    private static final int OUTER = RoutineTest.line() - 14;
    private static final int MIDDLE = OUTER + 5;
    private static final int INNER = OUTER + 11;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10})
    void anExceptionThatLeavesTheRoutineHasItsWholeTrace(int suspensions) {
        Routine<?> routine = Weft.go(() -> outer(suspensions));
        try {
            routine.join();
            throw new AssertionError("it did not fail");
        } catch (RoutineFailedException e) {
            List<String> calls = calls(e.getCause());
            assertThat(calls).hasSize(4);
            assertThat(calls.subList(0, 3)).containsExactly("inner:" + INNER, "middle:" + MIDDLE, "outer:" + OUTER);
            assertThat(calls.get(3)).startsWith("lambda$anExceptionThatLeavesTheRoutineHasItsWholeTrace");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void anExceptionCaughtInFiberCodeHasItsWholeTrace(int suspensions) {
        List<String> calls = Weft.run(() -> caught(suspensions));
        assertThat(calls.subList(0, 3)).containsExactly("inner:" + INNER, "middle:" + MIDDLE, "outer:" + OUTER);
        assertThat(calls.get(3)).startsWith("caught:");
        assertThat(calls.get(4)).startsWith("lambda$anExceptionCaughtInFiberCodeHasItsWholeTrace");
    }

    @Fiber
    private static List<String> caught(int suspensions) {
        try {
            outer(suspensions);
            throw new AssertionError("it did not fail");
        } catch (IllegalStateException e) {
            return calls(e);
        }
    }

    @Test
    void anExceptionCaughtInTheMethodThatWasResumedHasItsCallersToo() {
        List<String> calls = Weft.run(() -> catcher());
        assertThat(calls.get(0)).startsWith("catcher:");
        assertThat(calls.get(1)).startsWith("lambda$anExceptionCaughtInTheMethodThatWasResumed");
    }

    @Fiber
    private static List<String> catcher() {
        try {
            Weft.yield();
            throw new IllegalStateException("mine");
        } catch (IllegalStateException e) {
            return calls(e);
        }
    }

    @Test
    void anExceptionOfTheRuntimeTellsWhoCalled() {
        Channel<Integer> channel = Channel.rendezvous();
        Routine<Integer> routine = Weft.go(() -> receiver(channel));
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        channel.close();
        try {
            routine.join();
            throw new AssertionError("it did not fail");
        } catch (RoutineFailedException e) {
            assertThat(calls(e.getCause()).get(0)).startsWith("receiver:");
            assertThat(e.getCause().getStackTrace()[0].getMethodName()).isEqualTo("receive");
        }
    }

    @Fiber
    private static int receiver(Channel<Integer> channel) {
        return channel.receive();
    }

    @Test
    void anExceptionThatWasMadeElsewhereKeepsItsTrace() {
        IllegalStateException mine = new IllegalStateException("made on a thread");
        StackTraceElement[] before = mine.getStackTrace();
        Routine<?> routine = Weft.go(() -> {
            Weft.yield();
            throw mine;
        });
        RoutineTest.awaitState(routine, Routine.State.FAILED);
        assertThat(routine.failure()).isSameAs(mine);
        assertThat(mine.getStackTrace()).isEqualTo(before);
    }

    @Test
    void anExceptionThatIsOnlyLookedAtHasItsWholeTrace() {
        List<String> calls = Weft.run(() -> calls(made()));
        assertThat(calls.get(0)).startsWith("made:");
        assertThat(calls.get(1)).startsWith("lambda$anExceptionThatIsOnlyLookedAtHasItsWholeTrace");
    }

    @Test
    void anExceptionMadeByAMethodThatWasResumedIsThrownByItsCaller() {
        Routine<?> routine = Weft.go(() -> thrower());
        RoutineTest.awaitState(routine, Routine.State.FAILED);
        Throwable failure = routine.failure();
        assertThat(failure).isNotNull();
        List<String> calls = calls(failure);
        assertThat(calls.get(0)).startsWith("made:");
        assertThat(calls.get(1)).startsWith("thrower:");
        assertThat(calls.get(2)).startsWith("lambda$anExceptionMadeByAMethodThatWasResumed");
    }

    @Fiber
    private static void thrower() {
        IllegalStateException made = made();
        Weft.yield();
        throw made;
    }

    @Fiber
    private static IllegalStateException made() {
        Weft.yield();
        return new IllegalStateException("made");
    }

    @Test
    void anExceptionThrownTwiceIsCompletedOnce() {
        List<String> calls = Weft.run(() -> rethrown());
        assertThat(calls).doesNotHaveDuplicates();
        assertThat(calls.subList(0, 3)).containsExactly("inner:" + INNER, "middle:" + MIDDLE, "outer:" + OUTER);
    }

    @Fiber
    private static List<String> rethrown() {
        try {
            try {
                outer(2);
            } catch (IllegalStateException e) {
                Weft.yield();
                throw e;
            } finally {
                Weft.yield();
            }
        } catch (IllegalStateException e) {
            return calls(e);
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void aCancellationTellsWhereTheRoutineWaited() {
        Channel<Integer> channel = Channel.rendezvous();
        Routine<Integer> routine = Weft.go(() -> receiver(channel));
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        routine.cancel();
        RoutineTest.awaitState(routine, Routine.State.CANCELLED);
        Throwable failure = routine.failure();
        assertThat(failure).isNotNull();
        assertThat(calls(failure).get(0)).startsWith("receiver:");
    }
}
