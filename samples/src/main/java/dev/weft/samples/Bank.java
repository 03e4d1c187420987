// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.context.Context;
import dev.weft.sync.Group;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** Moves money between accounts until closing time, and shows that none gets lost. */
public final class Bank {
    private static final String USAGE = """
            usage: samples/run bank [CLERKS] [MILLIS]

            CLERKS (default: 1000) move random amounts between 20 accounts until the bank closes, after MILLIS
            milliseconds (default: 500); whatever they wait for then, they go. An auditor adds up all accounts all the
            while. Exits with 1 if the sum was ever wrong.
            """;

    private static final String DEFAULT_CLERKS = "1000";
    private static final String DEFAULT_MILLIS = "500";
    private static final int ACCOUNTS = 20;
    private static final long BALANCE = 1000;

    /** The balance is guarded by the mutex. Who needs several accounts locks them in the order of their numbers. */
    private static final class Account {
        final Mutex mutex = new Mutex();
        long balance = BALANCE;
    }

    private final List<Account> accounts = new ArrayList<>();
    private final LongAdder transfers = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private int audits;
    private int wrong;

    private Bank() {
        for (int i = 0; i < ACCOUNTS; i++) accounts.add(new Account());
    }

    /**
     * The program.
     *
     * @param args how many clerks, and for how many milliseconds
     */
    public static void main(String[] args) {
        CommandLine.check(args, 0, 2, USAGE);
        int clerks = CommandLine.positive("CLERKS", args.length > 0 ? args[0] : DEFAULT_CLERKS);
        int millis = CommandLine.positive("MILLIS", args.length > 1 ? args[1] : DEFAULT_MILLIS);
        boolean right = Weft.run(() -> new Bank().open(clerks, Duration.ofMillis(millis)));
        System.exit(right ? 0 : 1);
    }

    @Fiber
    private boolean open(int clerks, Duration hours) throws Exception {
        try (Context.Cancellable open = Context.current().withTimeout(hours)) {
            Group staff = open.run(() -> new Group());
            for (int i = 0; i < clerks; i++) staff.go(() -> untilClosed(() -> transfer()));
            staff.go(() -> untilClosed(() -> audit()));
            staff.await(); // in the context outside: it is the staff that goes home
        }
        audit();
        System.out.println("transfers: " + transfers + ", not made for want of money: " + refusals);
        System.out.println("audits: " + audits + ", with a wrong sum: " + wrong);
        return wrong == 0;
    }

    /** Does it again and again, until it is cancelled. */
    @Fiber
    private static void untilClosed(Work work) {
        try {
            while (!Context.current().isCancelled()) {
                work.doOnce();
                Weft.yield();
            }
        } catch (CancelledException e) {
            // closing time: a lock was waited for, and not got
        }
    }

    private interface Work {
        @Fiber
        void doOnce();
    }

    @Fiber
    private void transfer() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        transfer(from, to, 1 + random.nextLong(BALANCE));
    }

    @Fiber
    private void transfer(int from, int to, long amount) {
        Account first = accounts.get(Math.min(from, to));
        Account second = accounts.get(Math.max(from, to));
        first.mutex.lock();
        try {
            second.mutex.lock();
            try {
                move(accounts.get(from), accounts.get(to), amount);
            } finally {
                second.mutex.unlock();
            }
        } finally {
            first.mutex.unlock();
        }
    }

    /** Both are locked. Between taking and giving other fibers run, and still nobody sees money that is nowhere. */
    @Fiber
    private void move(Account from, Account to, long amount) {
        if (from.balance < amount) {
            refusals.increment();
            return;
        }
        from.balance -= amount;
        Weft.yield();
        to.balance += amount;
        transfers.increment();
    }

    @Fiber
    private void audit() {
        int locked = 0;
        long sum = 0;
        try {
            for (Account account : accounts) {
                account.mutex.lock();
                locked++;
            }
            for (Account account : accounts) sum += account.balance;
            audits++;
            if (sum != ACCOUNTS * BALANCE) wrong++;
        } finally {
            for (Account account : accounts.subList(0, locked)) account.mutex.unlock();
        }
    }
}
