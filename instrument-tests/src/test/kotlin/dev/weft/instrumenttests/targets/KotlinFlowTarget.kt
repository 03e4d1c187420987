// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets

import dev.weft.Fiber
import dev.weft.instrumenttests.harness.Entry
import dev.weft.instrumenttests.harness.Run

// Control flow and types as kotlinc compiles them: when, ranges, finally, use, null checks, lateinit, value classes.

class Resource(private val name: String) : AutoCloseable {
    @Fiber fun work(n: Int): Int = Points.pass(n)

    @Fiber override fun close() { Run.log("close " + Points.pass(name)) }
}

@JvmInline
value class Meters(val n: Int) {
    @Fiber fun plus(other: Meters): Meters = Meters(Points.pass(n) + other.n)
}

enum class Level { LOW, HIGH; @Fiber fun weight(): Int = Points.pass(ordinal) + 1 }

sealed class Node {
    class Leaf(val value: Int) : Node()
    class Branch(val left: Node, val right: Node) : Node()

    @Fiber fun sum(): Int = when (this) {
        is Leaf -> Points.pass(value)
        is Branch -> left.sum() + right.sum()
    }
}

class Late {
    lateinit var text: String

    @Fiber fun fill(): Int { text = Points.pass("filled"); return text.length + Points.pass(1) }
}

@Entry @Fiber
fun ranges(): Any? {
    var sum = 0L
    for (i in 1..Points.pass(3)) sum += Points.pass(i)
    for (i in 10 downTo 4 step Points.pass(3)) sum = sum * 2 + Points.pass(i)
    for (c in 'a'..'c') sum += Points.pass(c).code
    for (l in 5L until Points.pass(7L)) sum += l
    for ((i, s) in listOf("x", "yy").withIndex()) sum += i * Points.pass(s).length
    return sum
}

@Entry @Fiber
fun maps(): Any? {
    val all = StringBuilder()
    for ((key, value) in linkedMapOf("a" to 1, "b" to Points.pass(2))) all.append(Points.pass(key)).append(Points.pass(value))
    return all.toString()
}

@Entry @Fiber
fun iteratorOfOwn(): Any? {
    val items = object : Iterator<Int> {
        private var n = 0
        @Fiber override fun hasNext(): Boolean = Points.pass(n < 3)
        @Fiber override fun next(): Int = Points.pass(n++)
    }
    var sum = 0
    for (item in items) sum += Points.pass(item)
    return sum
}

@Entry @Fiber
fun whenOnStrings(): Any? {
    val all = ArrayList<Any?>()
    for (s in listOf("Aa", "BB", "C")) {
        all += when (Points.pass(s)) { "Aa" -> Points.pass(1); "BB" -> 2L; else -> Points.pass(s).lowercase() }
    }
    return all
}

@Entry @Fiber
fun whenOnEnumsAndRanges(): Any? = Level.values().sumOf { level ->
    when (level) { Level.LOW -> Points.pass(1); Level.HIGH -> level.weight() * Points.pass(10) }
} + when (Points.pass(55)) { in 0..9 -> 1; !in 10..99 -> 3; else -> Points.pass(2) }

@Entry @Fiber
fun whenOnTypes(): Any? = Node.Branch(Node.Leaf(1), Node.Branch(Node.Leaf(2), Node.Leaf(3))).sum()

@Entry @Fiber
fun smartCasts(): Any? {
    val value: Any? = Points.pass<Any?>("text")
    Points.hit()
    return if (value is String && value.length > Points.pass(3)) Points.pass(value.uppercase()) else value
}

@Entry @Fiber
fun safeCalls(): Any? {
    val none: Late? = Points.pass<Late?>(null)
    val some: Late? = Points.pass<Late?>(Late())
    return "${none?.fill()} ${some?.fill() ?: Points.pass(-1)} ${some?.text?.let { Points.pass(it).length }}"
}

@Entry @Fiber
fun notNullFails(): Any? {
    val none: String? = Points.pass<String?>(null)
    return try { Points.pass(none!!) } catch (e: NullPointerException) { Points.pass("npe") }
}

@Entry @Fiber
fun lateinitFails(): Any? =
    try { Points.pass(Late().text) } catch (e: UninitializedPropertyAccessException) { Points.pass("uninitialised") }

@Entry @Fiber
fun nullParameterFails(): Any? {
    val method = Late::class.java
    return try { Points.pass(checked(Points.pass<Any?>(null) as String)) } catch (e: NullPointerException) { method.simpleName }
}

@Fiber
fun checked(text: String): Int = Points.pass(text.length)

/** What closes is the library's. */
@Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
fun useCloses(): Any? = Resource(Points.pass("a")).use { a -> Resource("b").use { b -> a.work(1) + b.work(2) } }

/** What closes is the library's. */
@Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
fun useClosesOnException(): Any? =
    try {
        Resource("r").use { r -> r.work(1); Points.throwing<String>("in use") }
    } catch (e: IllegalStateException) {
        Points.pass(e.message)
    }

@Entry @Fiber
fun finallyIsDuplicated(): Any? {
    val log = ArrayList<String>()
    for (i in 0..3) {
        try {
            when (Points.pass(i)) { 0 -> continue; 1 -> Points.hit(); 2 -> log += Points.pass("two"); else -> break }
        } finally {
            log += Points.pass("finally $i")
        }
    }
    return log
}

@Entry @Fiber
fun returnInFinally(): Any? {
    try { return Points.pass("try") } finally { Run.log(Points.pass("finally")) }
}

@Entry @Fiber
fun nestedFinally(): Any? {
    var n = 0
    try {
        try { n += Points.pass(1); Points.throwing<String>("x") } finally { n += Points.pass(10) }
    } catch (e: IllegalStateException) { n += Points.pass(100) } finally { n += Points.pass(1000) }
    return n
}

@Entry @Fiber
fun labels(): Any? {
    var n = 0
    outer@ for (i in 0..3) {
        for (j in 0..3) {
            if (Points.pass(j) == 2) continue@outer
            if (i == 2) break@outer
            n += Points.pass(i * 10 + j)
        }
    }
    return n
}

@Entry @Fiber
fun valueClasses(): Any? = Meters(Points.pass(1)).plus(Meters(Points.pass(2))).n

@Entry @Fiber
fun unsigned(): Any? {
    var sum = 0u
    for (i in 1u..3u) sum += Points.pass(i.toInt()).toUInt()
    return (sum + UInt.MAX_VALUE).toLong()
}

@Entry @Fiber
fun compoundAssignments(): Any? {
    val array = intArrayOf(1, 2, 3)
    var i = 0
    array[i++] += Points.pass(5)
    array[i++] *= Points.pass(array[i])
    val list = mutableListOf(1, 2)
    list[Points.pass(1)] += Points.pass(7)
    return array.toList() + list
}

@Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
fun synchronizedPins(): Any? {
    val lock = Any()
    return synchronized(lock) { Points.pass("held") } + Points.pass("free")
}

@Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
fun sequencesPin(): Any? = Points.pass(sequenceOf(1, 2, 3).map { Points.pass(it) * 2 }.toList())

@Entry @Fiber
fun stringTemplates(): Any? = "a${Points.pass(1)}b${Points.pass(2L)}c${Points.pass('d')}e${Points.pass(1.5)}${Points.pass<String?>(null)}"
