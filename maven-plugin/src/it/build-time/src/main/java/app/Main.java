package app;

import app.unmarked.Adder;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;

/** Sends numbers through two channels. With -Dweft.pinned=fail it only works if every part of it can suspend. */
public final class Main {
    private static final int COUNT = 1_000;

    private Main() {}

    public static void main(String[] args) {
        System.out.println("sum " + Weft.run(() -> sum()));
    }

    @Fiber
    private static int sum() throws Exception {
        Channel<Integer> numbers = Channel.rendezvous();
        Channel<Integer> doubled = Channel.buffered(3);
        Routine<Void> source = Weft.go(() -> send(numbers));
        Routine<Integer> sink = Weft.go(() -> new Adder(doubled).total());
        for (int i = 0; i < COUNT; i++) {
            doubled.send(2 * numbers.receive());
        }
        doubled.close();
        source.join();
        return sink.join();
    }

    @Fiber
    private static void send(Channel<Integer> numbers) throws Exception {
        for (int i = 0; i < COUNT; i++) {
            numbers.send(i);
        }
    }
}
