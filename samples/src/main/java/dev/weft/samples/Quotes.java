// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import static dev.weft.channel.Select.timeout;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Listens to several sources at once, until all have ended or none has said anything for a time. */
public final class Quotes {
    private static final String USAGE = """
            usage: samples/run quotes [MILLIS]

            Three sources send five quotes each, at their own pace. Prints them as they come, until the sources have
            ended, or nothing has come for MILLIS milliseconds (default: 1000).
            """;

    private static final String DEFAULT_MILLIS = "1000";
    private static final int EACH = 5;

    /** A source, and how long it takes for a quote. */
    private record Source(String name, int millis, Channel<Integer> quotes) {
        Source(String name, int millis) {
            this(name, millis, Channel.rendezvous());
        }

        @Fiber
        void send() {
            for (int i = 1; i <= EACH; i++) {
                Weft.sleep(millis, TimeUnit.MILLISECONDS);
                quotes.send(i);
            }
            quotes.close();
        }
    }

    /** What is left to listen to. */
    private static final class Listener {
        private final List<Source> open;
        private final Duration patience;

        Listener(List<Source> sources, Duration patience) {
            open = new ArrayList<>(sources);
            this.patience = patience;
        }

        /** One select for all quotes; a source that has ended has no part in it any more. */
        @Fiber
        String listen() {
            List<Clause<Boolean>> clauses = new ArrayList<>();
            for (Source source : List.copyOf(open)) {
                clauses.add(Select.<Integer, Boolean>receive(
                                source.quotes, quote -> print(source.name + " " + quote), () -> open.remove(source))
                        .when(() -> open.contains(source)));
            }
            clauses.add(timeout(patience, () -> false));
            Select<Boolean> select = Select.of(clauses);
            while (!open.isEmpty()) {
                if (!select.await()) return "nothing for " + patience.toMillis() + " ms";
            }
            return "all is said";
        }

        private static boolean print(String line) {
            System.out.println(line);
            return true;
        }
    }

    private Quotes() {}

    /**
     * The program.
     *
     * @param args for how many milliseconds to wait, or nothing
     */
    public static void main(String[] args) {
        CommandLine.check(args, 0, 1, USAGE);
        int millis = CommandLine.positive("MILLIS", args.length > 0 ? args[0] : DEFAULT_MILLIS);
        System.out.println(Weft.run(() -> listen(millis)));
    }

    @Fiber
    private static String listen(int millis) {
        List<Source> sources = List.of(new Source("quick", 10), new Source("steady", 20), new Source("slow", 40));
        for (Source source : sources) Weft.go(source::send);
        return new Listener(sources, Duration.ofMillis(millis)).listen();
    }
}
