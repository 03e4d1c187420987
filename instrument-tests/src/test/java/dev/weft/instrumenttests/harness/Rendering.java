// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into text by structure, so that values of two runs can be compared although their classes come from
 * different loaders.
 */
public class Rendering {
    /*
     * A throwable is rendered with its class, message, causes, suppressed ones and the stack elements of target
     * methods. The JVM words some messages after the bytecode or the loader (null pointers, casts), so these are cut.
     * Stack elements are cut at a depth well below the JVM's limit of 1024, which counts foreign frames too.
     */
    private static final int MAX_STACK_ELEMENTS = 400;
    private static final Pattern LAMBDA = Pattern.compile("\\S*\\$\\$\\w*Lambda\\S*");

    private final ClassFiles targets;

    /** Renders objects of these classes by structure. */
    public Rendering(ClassFiles targets) {
        this.targets = targets;
    }

    /** The text of a value. */
    public String render(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value, Collections.newSetFromMap(new IdentityHashMap<>()));
        return text.toString();
    }

    private void append(StringBuilder text, @Nullable Object value, Set<Object> seen) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof String) {
            text.append('"').append(value).append('"');
        } else if (value instanceof Number || value instanceof Boolean || value instanceof Character) {
            text.append(value).append(':').append(value.getClass().getSimpleName());
        } else if (value instanceof Class<?> type) {
            text.append("class ").append(type.getName());
        } else if (value instanceof Enum<?> constant) {
            text.append(constant.getDeclaringClass().getSimpleName())
                    .append('.')
                    .append(constant.name());
        } else if (!seen.add(value)) {
            text.append("(seen)");
        } else {
            appendStructure(text, value, seen);
        }
    }

    private void appendStructure(StringBuilder text, Object value, Set<Object> seen) {
        if (value instanceof Throwable problem) {
            appendThrowable(text, problem, seen);
        } else if (value.getClass().isArray()) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(Array.get(value, i));
            }
            text.append(value.getClass().getComponentType().getSimpleName());
            appendAll(text, elements, seen);
        } else if (value instanceof Collection<?> elements) {
            appendAll(text, elements, seen);
        } else if (value instanceof Map<?, ?> map) {
            text.append("map");
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(' ');
                append(text, entry.getKey(), seen);
                text.append('=');
                append(text, entry.getValue(), seen);
            }
        } else if (value instanceof Record) {
            text.append(value.getClass().getSimpleName());
            appendAll(text, components(value), seen);
        } else if (overridesToString(value)) {
            text.append(value);
        } else if (value.getClass().isHidden()) {
            text.append("a lambda");
        } else {
            text.append("a ").append(value.getClass().getName());
        }
    }

    private void appendAll(StringBuilder text, Collection<?> elements, Set<Object> seen) {
        text.append('[');
        String separator = "";
        for (Object element : elements) {
            text.append(separator);
            append(text, element, seen);
            separator = ", ";
        }
        text.append(']');
    }

    private static List<@Nullable Object> components(Object value) {
        List<@Nullable Object> components = new ArrayList<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                components.add(component.getAccessor().invoke(value));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return components;
    }

    private static boolean overridesToString(Object value) {
        try {
            return value.getClass().getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every object has toString()", e);
        }
    }

    private void appendThrowable(StringBuilder text, Throwable problem, Set<Object> seen) {
        text.append(problem.getClass().getName()).append(": ").append(message(problem));
        for (String line : linesOf(problem)) {
            text.append("\n    at ").append(line);
        }
        for (Throwable suppressed : problem.getSuppressed()) {
            text.append("\n  suppressed ");
            append(text, suppressed, seen);
        }
        Throwable cause = problem.getCause();
        if (cause != null) {
            text.append("\n  caused by ");
            append(text, cause, seen);
        }
    }

    /** The lines that are shown for a throwable. */
    protected List<String> linesOf(Throwable problem) {
        return lines(problem.getStackTrace());
    }

    private static @Nullable String message(Throwable problem) {
        if (problem instanceof NullPointerException) {
            return "(not compared)";
        }
        String message = problem.getMessage();
        if (problem instanceof ClassCastException && message != null && message.indexOf(" (") > 0) {
            return LAMBDA.matcher(message.substring(0, message.indexOf(" ("))).replaceAll("a lambda");
        }
        return message;
    }

    /** The elements that belong to source code of the targets: class, method and line. */
    public List<String> lines(StackTraceElement[] stack) {
        List<String> lines = new ArrayList<>();
        for (StackTraceElement element : stack) {
            if (targets.isSourceLine(element) && lines.size() < MAX_STACK_ELEMENTS) {
                lines.add(element.getClassName() + "." + element.getMethodName() + ":" + element.getLineNumber());
            }
        }
        return lines;
    }
}
