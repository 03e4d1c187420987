// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** SLF4J's diagnostic context and Logback's lines, with fibers that wait between them: I1 and I8 of docs/semantics.md. */
@Timeout(60)
class LogbackTest {
    private static final int REQUESTS = 30;

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger logger = context.getLogger("requests");
    private final Channel<Integer> meeting = Channel.rendezvous();

    /** Has each line as it is written. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        final ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();
        private final PatternLayout layout = new PatternLayout();

        Lines(LoggerContext context) {
            layout.setContext(context);
            layout.setPattern("%X{request}/%X{step:-none} [%thread] %msg");
            layout.start();
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            written.add(layout.doLayout(event));
        }
    }

    @InEachSetting
    void i1AndI8EachLineHasTheContextAndTheNameOfItsFiber(Setting setting) {
        Lines lines = new Lines(context);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
        try (World world = new World(setting.parallelism())) {
            world.run(() -> {
                List<Routine<Void>> routines = new ArrayList<>();
                for (int i = 0; i < REQUESTS; i++) {
                    int number = i;
                    routines.add(Weft.go("fiber-" + number, () -> serve(number)));
                }
                for (Routine<Void> routine : routines) routine.join();
                assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
            });
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.written).containsExactlyInAnyOrderElementsOf(expected().toList());
    }

    private static Stream<String> expected() {
        return IntStream.range(0, REQUESTS)
                .boxed()
                .flatMap(n -> Stream.of("none", "1", "2", "none")
                        .map(step -> n + "/" + step + " [fiber-" + n + "] served " + n));
    }

    @Fiber
    private void serve(int number) throws Exception {
        MDC.put("request", String.valueOf(number));
        logger.info("served {}", number);
        if (number % 2 == 0) meeting.send(number);
        else meeting.receive();
        MDC.put("step", "1");
        Weft.yield();
        logger.info("served {}", number);
        Weft.blocking(() -> {
            MDC.put("step", "2");
            logger.info("served {}", number);
        });
        Weft.sleep(Duration.ofNanos(1));
        MDC.remove("step");
        logger.info("served {}", number);
        if (number % 3 == 0) MDC.clear(); // others leave theirs behind
    }
}
