// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.timeout;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import dev.weft.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat room in memory: one fiber owns the list of members, and everybody else talks to it over channels, so nothing is locked.
 * Who doesn't read is thrown out.
 */
public final class Chat {
    private static final String USAGE = """
            usage: samples/run chat [MEMBERS] [LINES]

            MEMBERS (default: 20) join a room and say LINES (default: 50) each; one more joins and never reads. Prints
            who was thrown out, and whether all others have read the same lines in the same order.
            """;

    private static final String DEFAULT_MEMBERS = "20";
    private static final String DEFAULT_LINES = "50";
    private static final int UNREAD = 16;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** What a member gets to read; closed when it has left, or was thrown out. */
    private record Member(String name, Channel<String> inbox) {
        Member(String name) {
            this(name, Channel.buffered(UNREAD));
        }
    }

    /** The only one that knows the members. */
    private static final class Room {
        final Channel<Member> joins = Channel.rendezvous();
        final Channel<String> leaves = Channel.rendezvous();
        final Channel<String> lines = Channel.rendezvous();
        private final Map<String, Member> members = new LinkedHashMap<>();
        private final List<String> thrownOut = new ArrayList<>();

        /** Serves until {@code leaves} is closed. */
        @Fiber
        List<String> serve() {
            Select<Boolean> next = Select.of(
                    receive(joins, member -> join(member)),
                    receive(leaves, name -> leave(name), () -> false),
                    receive(lines, line -> tellAll(line)));
            boolean open;
            do open = next.await();
            while (open);
            return thrownOut;
        }

        private boolean join(Member member) {
            members.put(member.name, member);
            return true;
        }

        private boolean leave(String name) {
            Member member = members.remove(name);
            if (member != null) member.inbox.close();
            return true;
        }

        @Fiber
        private boolean tellAll(String line) {
            for (Member member : List.copyOf(members.values())) {
                boolean told = Select.of(send(member.inbox, line, () -> true), timeout(PATIENCE, () -> false))
                        .await();
                if (told) continue;
                leave(member.name);
                thrownOut.add(member.name);
            }
            return true;
        }
    }

    private final Room room = new Room();
    private final WaitGroup joining = new WaitGroup();
    private final WaitGroup talking = new WaitGroup();
    private final int lines;

    private Chat(int lines) {
        this.lines = lines;
    }

    /**
     * The program.
     *
     * @param args how many members, and how many lines each says
     */
    public static void main(String[] args) {
        CommandLine.check(args, 0, 2, USAGE);
        int members = CommandLine.positive("MEMBERS", args.length > 0 ? args[0] : DEFAULT_MEMBERS);
        int lines = CommandLine.positive("LINES", args.length > 1 ? args[1] : DEFAULT_LINES);
        Weft.run(() -> new Chat(lines).talk(members));
    }

    @Fiber
    private void talk(int members) {
        Routine<List<String>> serving = Weft.go(room::serve);
        room.joins.send(new Member("sleeper"));
        joining.add(members);
        talking.add(members);
        List<Routine<List<String>>> visits = new ArrayList<>();
        for (int i = 1; i <= members; i++) {
            Member member = new Member("member " + i);
            visits.add(Weft.go(() -> visit(member)));
        }
        List<List<String>> read = new ArrayList<>();
        for (Routine<List<String>> visit : visits) read.add(visit.join());
        room.leaves.close();
        List<String> thrownOut = serving.join();
        System.out.println("thrown out: " + (thrownOut.isEmpty() ? "nobody" : String.join(", ", thrownOut)));
        List<String> first = read.get(0);
        boolean alike = read.stream().allMatch(first::equals);
        System.out.println(members + " members have read " + first.size() + " lines each"
                + (alike ? ", all in the same order" : ", which differ"));
    }

    /** Joins, talks and reads once all are there, and leaves when all have said what they had to say. */
    @Fiber
    private List<String> visit(Member member) {
        room.joins.send(member);
        joining.done();
        joining.await();
        Routine<List<String>> reading = Weft.go(() -> read(member));
        for (int i = 1; i <= lines; i++) room.lines.send(member.name + ": " + i);
        talking.done();
        talking.await();
        room.leaves.send(member.name);
        return reading.join();
    }

    @Fiber
    private static List<String> read(Member member) throws Exception {
        List<String> read = new ArrayList<>();
        member.inbox.forEach(read::add);
        return read;
    }
}
