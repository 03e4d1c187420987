// SPDX-License-Identifier: Apache-2.0
package dev.weft.coexistence;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/** Another agent: by Byte Buddy, it counts how often the methods of {@code app.Steps} are entered and left. */
public final class EnteringAgent {
    /** Counts entries. */
    public static final AtomicInteger ENTERED = new AtomicInteger();
    /** Counts returns. */
    public static final AtomicInteger LEFT = new AtomicInteger();

    private static Instrumentation instrumentation;

    private EnteringAgent() {}

    /** Started by the JVM. */
    public static void premain(String options, Instrumentation given) {
        instrumentation = given;
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .type(ElementMatchers.named("app.Steps"))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Counting.class).on(ElementMatchers.named("run"))))
                .installOn(given);
    }

    /** Retransforms what it is given. */
    public static void retransform(Class<?>... types) throws Exception {
        instrumentation.retransformClasses(types);
    }

    /** The advice. */
    public static final class Counting {
        private Counting() {}

        @Advice.OnMethodEnter
        static void enter() {
            ENTERED.incrementAndGet();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            LEFT.incrementAndGet();
        }
    }
}
