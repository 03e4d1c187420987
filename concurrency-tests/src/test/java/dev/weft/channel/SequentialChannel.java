// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a channel has to do (C2 to C6, C9, S5, S7, S8), for one thread: the specification, with those that wait as tickets. */
abstract class SequentialChannel {
    /** Somebody who waits, or has waited. */
    private static final class Ticket {
        final Integer element; // of a sender
        final boolean selects;
        String outcome = "waits";

        Ticket(Integer element, boolean selects) {
            this.element = element;
            this.selects = selects;
        }

        boolean waits() {
            return outcome.equals("waits");
        }
    }

    private final int capacity;
    private final Deque<Integer> stored = new ArrayDeque<>();
    private final List<Ticket> receivers = new ArrayList<>();
    private final List<Ticket> senders = new ArrayList<>();
    private boolean closed;

    SequentialChannel(int capacity) {
        this.capacity = capacity;
    }

    private static Ticket first(List<Ticket> tickets, boolean selecting) {
        for (Ticket t : tickets) if (t.waits() && (t.selects || !selecting)) return t;
        return null;
    }

    private String sendNow(int element) {
        if (closed) return "closed";
        Ticket receiver = first(receivers, false);
        if (receiver != null) receiver.outcome = String.valueOf(element);
        else if (stored.size() < capacity) stored.add(element);
        else return null;
        return "sent";
    }

    private String receiveNow() {
        Ticket sender = first(senders, false);
        if (sender != null) {
            stored.add(sender.element);
            sender.outcome = "sent";
        }
        if (!stored.isEmpty()) return String.valueOf(stored.remove());
        return closed ? "closed" : null;
    }

    private static String begin(Ticket ticket, List<Ticket> tickets, String now) {
        if (now != null) ticket.outcome = now;
        tickets.add(ticket);
        return ticket.outcome;
    }

    public String receive() {
        return begin(new Ticket(null, false), receivers, receiveNow());
    }

    public String selectReceive() {
        return begin(new Ticket(null, true), receivers, receiveNow());
    }

    public String send(int element) {
        return begin(new Ticket(element, false), senders, sendNow(element));
    }

    public String selectSend(int element) {
        return begin(new Ticket(element, true), senders, sendNow(element));
    }

    private static String outcomes(List<Ticket> tickets) {
        StringBuilder all = new StringBuilder();
        for (Ticket t : tickets) all.append(t.outcome).append(' ');
        return all.toString();
    }

    public String received() {
        return outcomes(receivers);
    }

    public String sent() {
        return outcomes(senders);
    }

    private static String cancelLast(List<Ticket> tickets) {
        if (tickets.isEmpty()) return "nobody";
        Ticket last = tickets.get(tickets.size() - 1);
        if (last.waits()) last.outcome = "cancelled";
        return last.outcome;
    }

    public String cancelReceiver() {
        return cancelLast(receivers);
    }

    public String cancelSender() {
        return cancelLast(senders);
    }

    public String trySend(int element) {
        String now = sendNow(element);
        return now == null ? "false" : now.equals("sent") ? "true" : now;
    }

    public Integer tryReceive() {
        String now = receiveNow();
        return now == null || now.equals("closed") ? null : Integer.valueOf(now);
    }

    public boolean trySendBeside(int element) {
        Ticket receiver = first(receivers, true);
        if (receiver == null) return false;
        receiver.outcome = String.valueOf(-element);
        return true;
    }

    public Integer tryReceiveBeside() {
        Ticket sender = first(senders, true);
        if (sender == null) return null;
        sender.outcome = "beside";
        return sender.element;
    }

    public boolean close() {
        if (closed) return false;
        closed = true;
        for (Ticket t : receivers) if (t.waits()) t.outcome = "closed";
        for (Ticket t : senders) if (t.waits()) t.outcome = "closed";
        return true;
    }

    public int size() {
        return stored.size();
    }
}
