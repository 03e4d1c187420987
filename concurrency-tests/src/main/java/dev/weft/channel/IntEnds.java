// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.Fiber;

/** A channel of values that aren't boxed, and two without a buffer beside it. */
final class IntEnds implements HandRunChannel.Ends {
    private final IntChannel channel;
    private final IntChannel besideIn = IntChannel.rendezvous();
    private final IntChannel besideOut = IntChannel.rendezvous();

    IntEnds(IntChannel channel) {
        this.channel = channel;
    }

    @Fiber
    @Override
    public int receive() {
        return channel.receive();
    }

    @Fiber
    @Override
    public int selectReceive() {
        return Select.of(Select.receive(channel, e -> e), Select.receive(besideIn, e -> -e))
                .await();
    }

    @Fiber
    @Override
    public void send(int element) {
        channel.send(element);
    }

    @Fiber
    @Override
    public String selectSend(int element) {
        return Select.of(Select.send(besideOut, element, () -> "beside"), Select.send(channel, element, () -> "sent"))
                .await();
    }

    @Override
    public boolean trySend(int element) {
        return channel.trySend(element);
    }

    private static Integer tryReceive(IntChannel from) {
        int[] received = new int[1];
        return from.tryReceive(e -> received[0] = e) ? received[0] : null;
    }

    @Override
    public Integer tryReceive() {
        return tryReceive(channel);
    }

    @Override
    public boolean trySendBeside(int element) {
        return besideIn.trySend(element);
    }

    @Override
    public Integer tryReceiveBeside() {
        return tryReceive(besideOut);
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public int size() {
        return channel.size();
    }

    @Override
    public int stored() {
        return channel.size() + besideIn.size() + besideOut.size();
    }
}
