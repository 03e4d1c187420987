// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.util.List;

/** The workloads, by the names that the command line knows. A name {@code w:v} is variant v of workload w. */
@SuppressWarnings("ImmutableEnumChecker") // the bodies are references to static methods
enum Workload {
    CALL("call", 1, Calls::fib),
    YIELD1("yield1", 3, Yields::one),
    YIELD_MANY("yield-many", 3, Yields::many),
    RAW_SWITCH("rawswitch", 1, RawSwitch::switches),
    RAW_DESCEND("rawdescend", 1, RawSwitch::descents),
    PING_PONG("pingpong", 3, Channels::pingPong),
    RING("ring", 1, Channels::ring),
    SKYNET_JOIN("skynet:join", 1, Skynet::joining),
    SKYNET_CHANNEL("skynet:channel", 1, Skynet::receiving),
    SPAWN("spawn", 1, Spawn::joined),
    MEM("mem", 5, Memory::parked),
    MEM_MANY("mem-many", 1, Memory::manyParked),
    MPMC("mpmc", 1, Channels::manyToMany),
    SELECT("select", 1, Channels::select),
    SLEEPERS("sleepers", 1, Sleepers::asleep),
    SIEVE("sieve", 1, Sieve::sieve),
    MIGRATE("migrate", 3, Migrations::empty),
    MIGRATE_BUSY("migrate-busy", 1, Migrations::busy),
    MIGRATE_LASTING("migrate-lasting", 1, Migrations::lasting),
    FILES("files", 1, FileReading::reads),
    ECHO("echo", 1, Sockets::echo),
    IDLE_CONNECTIONS("idle", 5, Sockets::idle),
    LATENESS("lateness", 1, Lateness::late),
    IDLE_CPU("idle-cpu", 1, Idle::cpu);

    /** What a workload's process does. */
    @FunctionalInterface
    interface Body {
        List<Figure> measure() throws Exception;
    }

    final String label;
    /** How many processes are run; their figures differ more than those within one. */
    final int processes;

    final Body body;

    Workload(String label, int processes, Body body) {
        this.label = label;
        this.processes = processes;
        this.body = body;
    }

    /** Whether it is this workload, or a variant of it, that was asked for. */
    boolean isNamed(String name) {
        return label.equals(name) || label.startsWith(name + ":");
    }

    /** Runs in a process of its own: {@code Workload NAME}. */
    public static void main(String[] args) throws Exception {
        for (Workload workload : values()) {
            if (workload.label.equals(args[0])) workload.body.measure().forEach(System.out::println);
        }
        System.exit(0);
    }
}
