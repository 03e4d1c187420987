package app.unmarked;

import dev.weft.channel.Channel;

/** Has no annotation: the build names this package. */
public final class Adder {
    private final Channel<Integer> numbers;

    public Adder(Channel<Integer> numbers) {
        this.numbers = numbers;
    }

    public int total() throws Exception {
        int total = 0;
        Integer next = numbers.receiveOrNull();
        while (next != null) {
            total += next;
            next = numbers.receiveOrNull();
        }
        return total;
    }
}
