// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A lambda or method reference whose functional interface method is a fiber method, or has a shadow with a fiber entry, as
 * its {@code invokedynamic} says.
 *
 * @param host internal name of the class with the instruction
 * @param name of the functional interface method
 * @param factoryDescriptor of the instruction: captured values to interface
 * @param erasedDescriptor of the interface method as declared
 * @param instantiatedDescriptor of the interface method with its type arguments
 * @param implementation what runs
 * @param implementationIsPrivate a private method of the host's nest
 * @param implementationIsFiber it may suspend: it has a fiber entry, or gets one by a helper
 * @param needsHelper its call isn't one that the lambda's class can make: an ordinary fiber method has to stand between
 * @param hasOwnBody it is a method that the compiler has made of a lambda expression in the host
 * @param markers internal names of further interfaces
 * @param bridges further descriptors of the interface method
 * @param shadows internal names of the shadows of the JDK's interfaces among those that it implements
 */
public record FiberLambda(
        String host,
        String name,
        String factoryDescriptor,
        String erasedDescriptor,
        String instantiatedDescriptor,
        Handle implementation,
        boolean implementationIsPrivate,
        boolean implementationIsFiber,
        boolean needsHelper,
        boolean hasOwnBody,
        List<String> markers,
        List<String> bridges,
        Set<String> shadows) {

    /** Internal name of the functional interface. */
    public String interfaceName() {
        return Type.getReturnType(factoryDescriptor).getInternalName();
    }

    /** Types of the captured values; the first one is the receiver of a bound method reference. */
    public Type[] capturedTypes() {
        return Type.getArgumentTypes(factoryDescriptor);
    }

    /** The implementation's parameters with its receiver, if it has one, in front. */
    public Type[] implementationParameters() {
        Type[] declared = Type.getArgumentTypes(implementation.getDesc());
        if (implementation.getTag() == Opcodes.H_INVOKESTATIC || isConstructor()) return declared;
        Type[] all = new Type[declared.length + 1];
        all[0] = Type.getObjectType(implementation.getOwner());
        System.arraycopy(declared, 0, all, 1, declared.length);
        return all;
    }

    /** What the implementation gives; of a constructor, the new object. */
    public Type implementationResult() {
        return isConstructor()
                ? Type.getObjectType(implementation.getOwner())
                : Type.getReturnType(implementation.getDesc());
    }

    /** {@code Foo::new}. */
    public boolean isConstructor() {
        return implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    }
}
