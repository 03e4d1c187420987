// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.Fiber;

/** A channel, by its ends, and two without a buffer beside it. */
final class ObjectEnds implements HandRunChannel.Ends {
    private final SendChannel<Integer> in;
    private final ReceiveChannel<Integer> out;
    private final Channel<Integer> besideIn = Channel.rendezvous();
    private final Channel<Integer> besideOut = Channel.rendezvous();

    ObjectEnds(Channel<Integer> channel) {
        in = channel;
        out = channel;
    }

    @Fiber
    @Override
    public int receive() {
        return out.receive();
    }

    @Fiber
    @Override
    public int selectReceive() {
        return Select.of(Select.receive(out), Select.receive(besideIn, e -> -e)).await();
    }

    @Fiber
    @Override
    public void send(int element) {
        in.send(element);
    }

    @Fiber
    @Override
    public String selectSend(int element) {
        return Select.of(Select.send(besideOut, element, () -> "beside"), Select.send(in, element, () -> "sent"))
                .await();
    }

    @Override
    public boolean trySend(int element) {
        return in.trySend(element);
    }

    @Override
    public Integer tryReceive() {
        return out.tryReceive();
    }

    @Override
    public boolean trySendBeside(int element) {
        return besideIn.trySend(element);
    }

    @Override
    public Integer tryReceiveBeside() {
        return besideOut.tryReceive();
    }

    @Override
    public void close() {
        in.close();
    }

    @Override
    public int size() {
        return out.size();
    }

    @Override
    public int stored() {
        return out.size() + besideIn.size() + besideOut.size();
    }
}
