// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a continuation hands over: its body's input, results, the outcome; and a body that ends with its call. */
class ContinuationTest {
    private static final class Calling extends Continuation {
        private final boolean endsWithCall;
        private final boolean suspendsFirst;

        Calling(String input, boolean endsWithCall, boolean suspendsFirst) {
            super(input);
            this.endsWithCall = endsWithCall;
            this.suspendsFirst = suspendsFirst;
        }

        @Override
        @Fiber
        protected @Nullable Object body() {
            Object input = takeInput();
            if (suspendsFirst) suspend();
            return outer(input);
        }

        @Fiber
        private static @Nullable Object outer(@Nullable Object input) {
            return input + inner(input);
        }

        @Fiber
        private static String inner(@Nullable Object input) {
            suspend();
            if ("thrown".equals(input)) throw new IllegalStateException("thrown");
            return "-inner";
        }

        @Override
        protected boolean endsWithCall() {
            return endsWithCall;
        }

        boolean step() {
            return resume();
        }

        List<String> calls() {
            return Arrays.stream(suspendedStackTrace())
                    .map(StackTraceElement::getMethodName)
                    .toList();
        }

        @Nullable
        Object outcome() {
            return result();
        }

        @Nullable
        Throwable thrown() {
            return failure();
        }
    }

    @Test
    void aBodyKeepsItsFrameByDefault() {
        Calling c = new Calling("input", false, false);
        assertThat(c.step()).isFalse();
        assertThat(c.calls()).containsExactly("inner", "outer", "body");
        assertThat(c.step()).isTrue();
        assertThat(c.outcome()).isEqualTo("input-inner");
    }

    @Test
    void aBodyThatEndsWithItsCallKeepsNoFrame() {
        Calling c = new Calling("input", true, false);
        assertThat(c.step()).isFalse();
        assertThat(c.calls()).containsExactly("inner", "outer");
        assertThat(c.step()).isTrue();
        assertThat(c.outcome()).isEqualTo("input-inner");
    }

    @Test
    void whatItsCallThrowsIsTheOutcome() {
        Calling c = new Calling("thrown", true, false);
        assertThat(c.step()).isFalse();
        assertThat(c.step()).isTrue();
        assertThat(c.outcome()).isNull();
        assertThat(c.thrown()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBodyThatWasSuspendedBeforeItsCallKeepsItsFrame() {
        Calling c = new Calling("input", true, true);
        assertThat(c.step()).isFalse();
        assertThat(c.calls()).containsExactly("body");
        assertThat(c.step()).isFalse();
        assertThat(c.calls()).containsExactly("inner", "outer", "body");
        assertThat(c.step()).isTrue();
        assertThat(c.outcome()).isEqualTo("input-inner");
    }
}
