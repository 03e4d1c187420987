// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.abi;

import static dev.weft.instrument.abi.RuntimeAbi.ATTENTION;
import static dev.weft.instrument.abi.RuntimeAbi.BLOCKING_CALL;
import static dev.weft.instrument.abi.RuntimeAbi.BOOTSTRAP;
import static dev.weft.instrument.abi.RuntimeAbi.BOOTSTRAP_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.COMPLETE_STACK_TRACE;
import static dev.weft.instrument.abi.RuntimeAbi.COMPLETE_STACK_TRACE_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT_MOCK_THREAD;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT_MOCK_THREAD_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.ENTER;
import static dev.weft.instrument.abi.RuntimeAbi.EXIT;
import static dev.weft.instrument.abi.RuntimeAbi.FIBER_ANNOTATION;
import static dev.weft.instrument.abi.RuntimeAbi.FIBER_ENTRIES;
import static dev.weft.instrument.abi.RuntimeAbi.FIBER_LAMBDAS;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME_ARRAY;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME_SHAPE;
import static dev.weft.instrument.abi.RuntimeAbi.HONOURS;
import static dev.weft.instrument.abi.RuntimeAbi.HONOURS_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.INTRINSICS;
import static dev.weft.instrument.abi.RuntimeAbi.KEEP;
import static dev.weft.instrument.abi.RuntimeAbi.MARK;
import static dev.weft.instrument.abi.RuntimeAbi.MAY_BLOCK;
import static dev.weft.instrument.abi.RuntimeAbi.MAY_BLOCK_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.MOCK_THREAD;
import static dev.weft.instrument.abi.RuntimeAbi.ORIGIN_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.OVERRIDE_GUARD;
import static dev.weft.instrument.abi.RuntimeAbi.PLAIN_ARGUMENTS;
import static dev.weft.instrument.abi.RuntimeAbi.PLAIN_ARGUMENTS_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.PLAIN_METHOD;
import static dev.weft.instrument.abi.RuntimeAbi.PLAIN_METHOD_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.READ_ATTENTION;
import static dev.weft.instrument.abi.RuntimeAbi.READ_ATTENTION_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.RECEIVER_GUARD;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_CLASS_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_SUPER;
import static dev.weft.instrument.abi.RuntimeAbi.RESUMER;
import static dev.weft.instrument.abi.RuntimeAbi.STATE;
import static dev.weft.instrument.abi.RuntimeAbi.TAKE;
import static dev.weft.instrument.abi.RuntimeAbi.fiberDescriptor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.classify.ShadowInterfaces;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each name that the instrumenter writes into classes exists in the runtime, with its type and access. */
class RuntimeAbiTest {
    private static final Map<String, String> KINDS =
            Map.of("Ref", "Ljava/lang/Object;", "Int", "I", "Long", "J", "Float", "F", "Double", "D");

    @Test
    void continuationHasWhatEntriesUse() throws Exception {
        Field attention = type(CONTINUATION).getDeclaredField(ATTENTION);
        assertThat(attention.getType()).isEqualTo(boolean.class);
        assertThat(Modifier.isPublic(attention.getModifiers())).isTrue();
        assertStatic(CONTINUATION, READ_ATTENTION, READ_ATTENTION_DESCRIPTOR);
        assertStatic(CONTINUATION, COMPLETE_STACK_TRACE, COMPLETE_STACK_TRACE_DESCRIPTOR);
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            assertStatic(CONTINUATION, KEEP + kind.getKey(), "(" + kind.getValue() + CONTINUATION_DESCRIPTOR + ")V");
            assertInstance(CONTINUATION, TAKE + kind.getKey(), "()" + kind.getValue());
        }
        assertInstance(CONTINUATION, TAKE + "Void", "()V");
    }

    @Test
    void intrinsicsHaveBothEntries() throws Exception {
        for (String intrinsic : INTRINSICS) {
            int parameters = intrinsic.indexOf('(');
            String name = intrinsic.substring(0, parameters);
            String descriptor = intrinsic.substring(parameters);
            int plain = method(CONTINUATION, name, descriptor).getModifiers();
            int fiber = method(CONTINUATION, name, fiberDescriptor(descriptor)).getModifiers();
            assertThat(Modifier.isStatic(fiber)).isEqualTo(Modifier.isStatic(plain));
        }
    }

    @Test
    void framesHaveTheirState() throws Exception {
        Field state = type(FRAME).getDeclaredField(STATE);
        assertThat(state.getType()).isEqualTo(int.class);
        assertThat(Modifier.isPublic(state.getModifiers())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0", "0,1", "0,2", "0,4", "2,0", "2,1", "2,2", "2,4", "4,0", "4,1", "4,2", "4,4", "8,0", "8,1", "8,2", "8,4"
    })
    void shapesHaveTheirSlots(int refs, int longs) throws Exception {
        String shape = FRAME_SHAPE + refs + "$L" + longs;
        String values = "Ljava/lang/Object;".repeat(refs) + "J".repeat(longs);
        assertStatic(shape, "save", "(" + values + "I" + ORIGIN_DESCRIPTOR + CONTINUATION_DESCRIPTOR + ")V");
        for (int i = 0; i < refs; i++) assertInstance(shape, "take" + i, "()Ljava/lang/Object;");
        for (int i = 0; i < longs; i++) {
            assertThat(type(shape).getField("l" + i).getType()).isEqualTo(long.class);
        }
    }

    @Test
    void theArrayShapeHasItsAccessors() throws Exception {
        assertStatic(
                FRAME_ARRAY,
                "create",
                "(" + ORIGIN_DESCRIPTOR + "II" + CONTINUATION_DESCRIPTOR + ")L" + FRAME_ARRAY + ";");
        assertInstance(FRAME_ARRAY, "setRef", "(Ljava/lang/Object;I)V");
        assertInstance(FRAME_ARRAY, "setLong", "(JI)V");
        assertInstance(FRAME_ARRAY, "takeRef", "(I)Ljava/lang/Object;");
        assertInstance(FRAME_ARRAY, "takeLong", "(I)J");
        assertInstance(FRAME_ARRAY, "save", "(I" + CONTINUATION_DESCRIPTOR + ")V");
    }

    @Test
    void bootstrapMethodsAreThere() throws Exception {
        assertStatic(RESUMER, BOOTSTRAP, BOOTSTRAP_DESCRIPTOR);
        assertStatic(OVERRIDE_GUARD, BOOTSTRAP, BOOTSTRAP_DESCRIPTOR);
        assertStatic(OVERRIDE_GUARD, HONOURS, HONOURS_DESCRIPTOR);
        assertStatic(FIBER_LAMBDAS, BOOTSTRAP, BOOTSTRAP_DESCRIPTOR);
    }

    @Test
    void shadowsHaveTheMethodsOfTheirInterfacesWithFiberEntries() throws Exception {
        assertThat(ShadowInterfaces.all()).hasSizeGreaterThan(40);
        for (Map.Entry<String, Set<String>> entry : ShadowInterfaces.all().entrySet()) {
            Class<?> shadow = type(ShadowInterfaces.shadow(entry.getKey()));
            assertThat(shadow.getInterfaces()).containsExactly(type(entry.getKey()));
            for (String key : entry.getValue()) {
                String name = key.substring(0, key.indexOf('('));
                String descriptor = key.substring(name.length());
                assertInstance(entry.getKey(), name, descriptor);
                assertInstance(ShadowInterfaces.shadow(entry.getKey()), name, fiberDescriptor(descriptor));
            }
            assertThat(shadow.getDeclaredMethods()).hasSize(entry.getValue().size());
        }
    }

    @Test
    void receiversCanBeTested() throws Exception {
        assertStatic(RECEIVER_GUARD, REFUSES, REFUSES_DESCRIPTOR);
        assertStatic(RECEIVER_GUARD, REFUSES, REFUSES_CLASS_DESCRIPTOR);
        assertStatic(RECEIVER_GUARD, REFUSES_SUPER, REFUSES_CLASS_DESCRIPTOR);
        assertStatic(FIBER_ENTRIES, PLAIN_METHOD, PLAIN_METHOD_DESCRIPTOR);
        assertStatic(FIBER_ENTRIES, PLAIN_ARGUMENTS, PLAIN_ARGUMENTS_DESCRIPTOR);
        assertStatic(MOCK_THREAD, CURRENT_MOCK_THREAD, CURRENT_MOCK_THREAD_DESCRIPTOR);
        Field mark = type(RECEIVER_GUARD).getDeclaredField("MARK");
        mark.setAccessible(true);
        assertThat(mark.get(null)).isEqualTo(MARK);
    }

    @Test
    void blockingCallsCanMoveAFiber() throws Exception {
        assertStatic(BLOCKING_CALL, MAY_BLOCK, MAY_BLOCK_DESCRIPTOR);
        for (String way : new String[] {ENTER, EXIT}) {
            assertStatic(BLOCKING_CALL, way, "()V");
            assertStatic(BLOCKING_CALL, way, fiberDescriptor("()V"));
        }
    }

    @Test
    void theAnnotationIsThere() throws Exception {
        String name = FIBER_ANNOTATION.substring(1, FIBER_ANNOTATION.length() - 1);
        assertThat(type(name).isAnnotation()).isTrue();
    }

    private static void assertStatic(String owner, String name, String descriptor) throws Exception {
        int modifiers = method(owner, name, descriptor).getModifiers();
        assertThat(Modifier.isStatic(modifiers)).isTrue();
        assertThat(Modifier.isPublic(modifiers)).isTrue();
    }

    private static void assertInstance(String owner, String name, String descriptor) throws Exception {
        int modifiers = method(owner, name, descriptor).getModifiers();
        assertThat(Modifier.isStatic(modifiers)).isFalse();
        assertThat(Modifier.isPublic(modifiers)).isTrue();
    }

    private static Method method(String owner, String name, String descriptor) throws Exception {
        MethodType type = MethodType.fromMethodDescriptorString(descriptor, RuntimeAbiTest.class.getClassLoader());
        for (Class<?> c = type(owner); c != null; c = c.getSuperclass()) {
            for (Method m : c.getDeclaredMethods()) {
                boolean same = m.getName().equals(name)
                        && MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                                .equals(type);
                if (same) return m;
            }
        }
        throw new NoSuchMethodException(owner + "." + name + descriptor);
    }

    private static Class<?> type(String internalName) throws ClassNotFoundException {
        return Class.forName(internalName.replace('/', '.'));
    }
}
