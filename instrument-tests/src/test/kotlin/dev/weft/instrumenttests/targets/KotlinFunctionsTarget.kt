// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets

import dev.weft.Fiber
import dev.weft.instrumenttests.harness.Entry
import dev.weft.instrumenttests.harness.Run

// Functions: default arguments, inline functions, lambdas as classes and by invokedynamic, interfaces with one method,
// local functions, extensions, operators.

/** A functional interface of the user's own. */
fun interface Step {
    @Fiber fun apply(n: Int): Int

    @Fiber fun twice(n: Int): Int = apply(Points.pass(apply(n)))
}

/** Fiber methods with default bodies; kotlinc puts them into the interface or into a class beside it. */
interface Shape {
    @Fiber fun area(): Int

    @Fiber fun describe(prefix: String = Points.pass("area ")): String = prefix + Points.pass(area())
}

class Square(private val side: Int) : Shape {
    @Fiber override fun area(): Int = Points.pass(side) * side
}

class Renamed : Shape {
    @Fiber override fun area(): Int = Points.pass(1)
    @Fiber override fun describe(prefix: String): String = super.describe(Points.pass("my ")) + prefix
}

open class Account(@JvmField protected var balance: Int) {
    @Fiber open fun add(n: Int = Points.pass(10), times: Long = 2L): Int {
        for (i in 1..times) balance += Points.pass(n)
        return balance
    }
}

class Savings : Account(100) {
    @Fiber override fun add(n: Int, times: Long): Int = super.add(n + Points.pass(1), times)
}

@Fiber
fun sum(a: Int = Points.pass(1), b: Long = Points.pass(2L), c: String = Points.pass("3"), d: Double = 4.0): String {
    Points.hit()
    return "$a $b $c $d"
}

@Fiber
fun Points?.extension(n: Int): Int = Points.pass(n) + 1

@Fiber
operator fun Account.plus(n: Int): Int = add(n, 1L)

inline fun <T> traced(name: String, body: () -> T): T {
    Run.log("enter $name")
    try {
        return body()
    } finally {
        Points.hit()
        Run.log("leave $name")
    }
}

inline fun <reified T> firstOf(items: List<Any>): T? {
    for (item in items) {
        Points.hit()
        if (item is T) return item
    }
    return null
}

@Fiber
tailrec fun countDown(n: Int, steps: Int = Points.pass(0)): Int = if (n == 0) steps else countDown(n - 1, steps + Points.pass(1))

@Entry @Fiber
fun defaultsOfFunction(): Any? = sum() + sum(a = Points.pass(7)) + sum(c = Points.pass("x"), d = Points.pass(0.5))

@Entry @Fiber
fun defaultsOfMethod(): Any? {
    val account = Account(1)
    return listOf(account.add(), account.add(times = 1), account.add(Points.pass(5)), Savings().add())
}

@Entry @Fiber
fun defaultsOfInterface(): Any? = Square(3).describe() + Renamed().describe() + Square(2).describe(Points.pass("x"))

@Entry @Fiber
fun ownFunctionalInterface(): Any? {
    val offset = Points.pass(3)
    val step = Step { n -> Points.pass(n) + offset }
    return step.apply(1) + step.twice(10)
}

@Entry @Fiber
fun functionalInterfaceAsObject(): Any? {
    val step = object : Step {
        @Fiber override fun apply(n: Int): Int = Points.pass(n * 2)
    }
    return step.twice(Points.pass(4))
}

@Entry @Fiber
fun referenceAsFunctionalInterface(): Any? = Step(::increment).twice(5) + Step(Account(1)::plus).apply(2)

@Fiber
fun increment(n: Int): Int = Points.pass(n) + 1

@Entry @Fiber
fun weftTask(): Any? {
    val captured = Points.pass(2.5)
    val task = dev.weft.Task { Points.pass("task ") + captured }
    return task.run()
}

@Entry(pinned = Entry.Pinned.SOMETIMES) @Fiber
fun kotlinFunctionTypesPin(): Any? {
    val f: (Int) -> Int = { n -> Points.pass(n) + 1 }
    return Points.pass(f(1))
}

@Entry @Fiber
fun inlineLambda(): Any? = traced("outer") { traced("inner") { Points.pass("x") } + Points.pass(1) }

@Entry @Fiber
fun inlineLambdaThrows(): Any? =
    try {
        traced("t") { Points.throwing<String>("inside") }
    } catch (e: IllegalStateException) {
        Points.pass(e.message)
    }

@Entry @Fiber
fun returnFromInlineLambda(): Any? {
    listOf(1, 2, 3).forEach { n -> if (n == Points.pass(2)) return traced("return") { Points.pass("at $n") } }
    return "never"
}

@Entry @Fiber
fun inlineCollections(): Any? =
    listOf(3, 1, 2).map { Points.pass(it) * 2 }.filter { it > Points.pass(2) }.sumOf { Points.pass(it) }

@Entry @Fiber
fun scopeFunctions(): Any? =
    Points.pass("text").let { it + Points.pass(1) }.also { Run.log(Points.pass(it)) }.run { length + Points.pass(2) }

@Entry @Fiber
fun reified(): Any? = firstOf<Long>(listOf("a", 1, 2L, 3L))

@Entry @Fiber
fun localFunction(): Any? {
    var total = 0
    @Fiber
    fun add(n: Int) { total += Points.pass(n) }
    for (i in 1..3) add(i)
    return total
}

@Entry @Fiber
fun localRecursion(): Any? {
    @Fiber
    fun factorial(n: Int): Long = if (n <= 1) Points.pass(1L) else n * factorial(n - 1)
    return factorial(6)
}

@Entry @Fiber
fun extensions(): Any? = null.extension(Points.pass(1)) + (Account(5) + Points.pass(2))

@Entry @Fiber
fun tailRecursion(): Any? = countDown(5)

@Entry @Fiber
fun varargs(): Any? = joined(Points.pass("a"), *arrayOf("b", Points.pass("c")), Points.pass("d"))

@Fiber
fun joined(vararg parts: String): String {
    var all = ""
    for (part in parts) all += Points.pass(part)
    return all
}
