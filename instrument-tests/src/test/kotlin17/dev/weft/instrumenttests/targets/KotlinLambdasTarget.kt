// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets

import dev.weft.Fiber
import dev.weft.instrumenttests.harness.Entry

// Lambdas that kotlinc makes by invokedynamic, as the JDK's functional interfaces.

@Entry @Fiber
fun runnable(): Any? {
    val log = StringBuilder()
    val runnable = Runnable { log.append(Points.pass("ran")) }
    runnable.run()
    return Points.pass(log.toString())
}

@Entry @Fiber
fun supplierOfReference(): Any? {
    val text = Points.pass("text")
    val supplier = java.util.function.Supplier(text::length)
    return Points.pass(supplier.get())
}

@Entry @Fiber
fun callableAndFunction(): Any? {
    val factor = Points.pass(3L)
    val function = java.util.function.Function<Int, Long> { n -> Points.pass(n) * factor }
    return java.util.concurrent.Callable { function.apply(Points.pass(2)) }.call()
}

@Entry @Fiber
fun primitivePredicate(): Any? = java.util.function.IntPredicate { n -> Points.pass(n) > 3 }.test(Points.pass(4))
