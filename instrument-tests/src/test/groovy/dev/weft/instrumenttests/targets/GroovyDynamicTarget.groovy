// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets

import dev.weft.Fiber
import dev.weft.instrumenttests.harness.Entry
import dev.weft.instrumenttests.harness.Run

// Dynamic call sites are Groovy's own code: what they call is entered plainly, so it pins, with the right result.

class GroovyDynamicTarget {
    int count

    @Fiber
    def add(n) { count += Points.pass(n as int); this }

    @Entry(pinned = Entry.Pinned.ALWAYS) @Fiber
    static Object dynamicCalls() {
        def target = new GroovyDynamicTarget()
        target.add(1).add(Points.pass(2))
        "count ${target.count} ${Points.pass('text')}".toString()
    }

    @Entry(pinned = Entry.Pinned.ALWAYS) @Fiber
    static Object dynamicClosures() {
        def total = 0
        [1, 2, 3].each { total += Points.pass(it as int) }
        (1..3).inject(0) { a, b -> a + Points.pass(b as int) } + total
    }

    @Entry(pinned = Entry.Pinned.ALWAYS) @Fiber
    static Object dynamicExceptions() {
        try {
            Points.throwing('dynamic')
        } catch (IllegalStateException e) {
            Points.pass(e.message as Object)
        } finally {
            Run.log(Points.pass('finally' as Object))
        }
    }

    @Entry(pinned = Entry.Pinned.ALWAYS) @Fiber
    static Object safeNavigationAndMaps() {
        def map = [a: Points.pass(1), b: null]
        def (x, y) = [map?.a, map.b?.toString()]
        "$x $y ${Points.pass(3)}".toString()
    }
}
