// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets

import dev.weft.Fiber
import dev.weft.instrumenttests.harness.Entry
import dev.weft.instrumenttests.harness.Run
import groovy.transform.CompileStatic
import groovy.transform.Immutable

// What groovyc emits for statically compiled code.

@CompileStatic
interface Worker {
    @Fiber
    int work(int n)
}

@CompileStatic
abstract class Parent {
    final String name
    Parent(String name) { this.name = name }
    @Fiber
    String describe() { (String) Points.pass((Object) ('parent ' + name)) }
}

@CompileStatic
class Child extends Parent implements Worker {
    int count = 1
    Child(String name) { super(name) }
    @Fiber
    String describe() { super.describe() + Points.pass(count) }
    @Fiber
    int work(int n) { count += Points.pass(n); count }
}

@CompileStatic
class Closing implements AutoCloseable {
    @Fiber
    void close() { Run.log(Points.pass((Object) 'closed')) }
}

@CompileStatic
class GroovyStaticTarget {
    @Fiber
    static String text(String s) { (String) Points.pass((Object) s) }

    @Fiber
    static int sum(int a, int b = Points.pass(2), long c = Points.pass(3L)) { a + b + (int) Points.pass(c) }

    @Entry @Fiber
    static Object strings() {
        String name = text('x')
        GString g = "name ${name} ${Points.pass(3)}"
        text(g.toString() + text('!'))
    }

    @Entry @Fiber
    static Object loops() {
        long total = 0L
        for (int i = 0; i < Points.pass(3); i++) total += Points.pass((long) i)
        for (int i in 1..3) total = total * 2 + Points.pass(i)
        for (String s : ['a', 'bb']) total += text(s).length()
        while (total > 10) total -= Points.pass(7)
        total
    }

    @Entry @Fiber
    static Object safeNavigation() {
        Child none = (Child) Points.pass((Object) null)
        Child some = new Child(text('c'))
        [none?.describe(), some?.describe(), none?.name ?: text('no name'), some?.work(3)]
    }

    @Entry @Fiber
    static Object multipleAssignment() {
        def (String a, Integer b) = [text('left'), Points.pass(7)]
        (a, b) = [text(a + 'r'), b + Points.pass(1)]
        a + b
    }

    /** The default values are dynamic code all the same. */
    @Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
    static Object defaultParameters() { sum(1) + sum(1, Points.pass(5)) + sum(Points.pass(1), 1, 1L) }

    @Entry @Fiber
    static Object elvisAndTernary() {
        String none = (String) Points.pass((Object) null)
        String chosen = none ?: text('elvis')
        none ?= text('assigned')
        Points.pass(true) ? chosen + text(none) : text('never')
    }

    @Entry @Fiber
    static Object newWithSuspendingArguments() {
        Child c = new Child(Points.pass(true) ? text('yes') : text('no'))
        new Child(c.describe() + text(c.name)).describe()
    }

    @Entry @Fiber
    static Object tryCatchFinally() {
        List<Object> log = []
        for (int i = 0; i < 3; i++) {
            try {
                if (i == 1) Points.throwing('one')
                if (i == 2) continue
                log << text('try ' + i)
            } catch (IllegalStateException | IllegalArgumentException e) {
                log << text(e.message)
            } finally {
                log << text('finally ' + i)
            }
        }
        log
    }

    @Entry @Fiber
    static Object resources() {
        try (Closing c = new Closing()) {
            text(c.class.simpleName)
        }
    }

    @Entry @Fiber
    static Object switches() {
        List<Object> all = []
        for (Object o : [1, 'two', 3.0d, [4]]) {
            switch (o) {
                case 1: all << Points.pass(1); break
                case 'two': all << text('two')
                case Double: all << Points.pass(3.0d); break
                default: all << Points.pass(o)
            }
        }
        all
    }

    @Entry @Fiber
    static Object arraysAndOperators() {
        int[] a = [1, 2, 3] as int[]
        int i = 0
        a[i++] += Points.pass(5)
        a[i] = a[i] * Points.pass(3)
        List<Integer> list = [1, 2]
        list[1] = Points.pass(9)
        list << Points.pass(4)
        [a[0], a[1], list, list.size() <=> Points.pass(2)]
    }

    @Entry @Fiber
    static Object throughInterface() {
        Worker w = new Child(text('w'))
        w.work(1) + w.work(Points.pass(2))
    }

    /** A closure's body is a method of a class of Groovy's, called by Groovy's runtime. */
    @Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
    static Object closuresPin() {
        int captured = Points.pass(3)
        Closure<Integer> c = { int n -> Points.pass(n) + captured }
        text('closure ' + c.call(4) + [1, 2].collect { int n -> Points.pass(n) })
    }

    /** A lambda's body is a method of a class of its own. */
    @Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
    static Object lambdas() {
        int captured = Points.pass(3)
        Worker w = (int n) -> Points.pass(n) + captured
        text('lambda ' + w.work(4))
    }
}
