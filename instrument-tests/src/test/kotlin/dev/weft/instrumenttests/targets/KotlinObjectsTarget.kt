// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets

import dev.weft.Fiber
import dev.weft.instrumenttests.harness.Entry
import dev.weft.instrumenttests.harness.Run

// New objects whose arguments suspend: kotlinc keeps the uninitialised object in a variable where an argument needs an empty
// stack, which javac never does.

data class Pair2(val first: Any?, val second: Any?)

data class Wide(val a: Long, val text: String, val b: Double, val n: Int)

open class Base(val x: String) {
    @Fiber open fun describe(): String = Points.pass("base $x")
}

class Derived(x: String, val y: Int) : Base(x) {
    @Fiber override fun describe(): String = super.describe() + Points.pass(y)
}

class WithDefaults(val a: String = "a", val b: Int = 2, val c: Long = 3L)

@Fiber
fun nothing(): String? = Points.pass<String?>(null)

@Entry @Fiber
fun elvisAsArgument(): Any? = Pair2(nothing() ?: Points.pass("second"), Points.pass("other") ?: "never")

@Entry @Fiber
fun elvisThatThrows(): Any? =
    try {
        Pair2(Points.pass("first"), nothing() ?: throw IllegalStateException(Points.pass("nothing")))
    } catch (e: IllegalStateException) {
        Points.pass(e.message)
    }

@Entry @Fiber
fun tryAsArgument(): Any? = Pair2(
    try { Points.throwing<String>("in argument") } catch (e: IllegalStateException) { Points.pass(e.message) },
    try { Points.pass("fine") } finally { Points.hit() },
)

@Entry @Fiber
fun tryAsArgumentAfterOthers(): Any? = Wide(
    Points.pass(1L),
    try { Points.throwing<String>("x") } catch (e: RuntimeException) { Points.pass("caught") },
    Points.pass(2.5),
    Points.pass(4),
)

@Entry @Fiber
fun whenAsArgument(): Any? = Pair2(
    when (Points.pass(2)) { 1 -> Points.pass("one"); 2 -> Points.pass("two"); else -> "many" },
    if (Points.pass(true)) Points.pass(7L) else Points.pass(8),
)

@Entry @Fiber
fun nestedNew(): Any? = Pair2(Pair2(Points.pass("a"), nothing() ?: Pair2(Points.pass(1), 2)), Points.pass("b"))

@Entry @Fiber
fun newInLoop(): Any? {
    val list = ArrayList<Any?>()
    for (i in 0 until 3) list.add(Pair2(if (i == 1) nothing() else Points.pass("n$i"), Points.pass(i)))
    return list
}

@Entry @Fiber
fun newWithBreakInArgument(): Any? {
    var last: Any? = null
    while (true) {
        last = Pair2(last, nothing() ?: break)
    }
    return Points.pass(last ?: "none")
}

@Entry @Fiber
fun newWithReturnInArgument(): Any? {
    for (i in 0..3) {
        Pair2(Points.pass(i), if (i < 2) i else return Points.pass("at $i"))
    }
    return "never"
}

@Entry @Fiber
fun defaultArguments(): Any? {
    val one = WithDefaults(b = Points.pass(5))
    val two = WithDefaults(Points.pass("x"), c = Points.pass(9L))
    return listOf(one.a, one.b, one.c, two.a, two.b, two.c)
}

@Entry @Fiber
fun superCall(): Any? = Derived(Points.pass("d"), Points.pass(3)).describe()

@Entry @Fiber
fun copyAndDestructure(): Any? {
    val (a, b) = Pair2(Points.pass("x"), Points.pass(1)).copy(second = Points.pass(2))
    val (l, t, d) = Wide(Points.pass(5L), "t", Points.pass(1.5), 1)
    return Points.pass("$a $b $l $t $d")
}

@Entry @Fiber
fun anonymousObject(): Any? {
    val captured = Points.pass("captured")
    val o = object : Base(Points.pass("anonymous")) {
        @Fiber override fun describe(): String = super.describe() + Points.pass(captured)
    }
    return o.describe()
}

@Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
fun initializersPin(): Any? {
    class Local {
        val a = Points.pass("in constructor")
        val b: String
        init { b = Points.pass("in init block") }
    }
    val local = Local()
    return Points.pass(local.a) + local.b
}

@Entry(freshClasses = true, pinned = Entry.Pinned.SOMETIMES) @Fiber
fun companionAndObject(): Any? = Points.pass(Counter.next()) + Counter.next() + Registry.name

class Counter private constructor() {
    companion object {
        private var n = Points.pass(40)
        @Fiber @JvmStatic fun next(): Int { n += Points.pass(1); return n }
    }
}

object Registry {
    val name: Int by lazy(LazyThreadSafetyMode.NONE) { Run.logged(1000) }
}
