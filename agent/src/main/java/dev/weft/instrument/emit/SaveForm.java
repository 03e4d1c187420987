// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * What the code that saves an activation depends on. Suspension points of one method with the same form may share that code:
 * for saving, all references are alike.
 *
 * @param locals the kept local variables
 * @param kinds their kinds
 * @param stack the kinds of the operands below the call's, bottom first
 * @param result the kind of the call's result, on top of them; null for void
 */
record SaveForm(
        List<Integer> locals,
        List<Kind> kinds,
        List<Kind> stack,
        @Nullable Kind result) {

    static SaveForm of(SuspensionPoint point) {
        List<Integer> locals = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        for (SavedValue local : point.locals()) {
            if (local.kind() == Kind.NULL) continue;
            locals.add(local.index());
            kinds.add(local.kind());
        }
        List<Kind> stack = point.stack().stream().map(SavedValue::kind).toList();
        boolean isVoid = point.result().getSort() == Type.VOID;
        return new SaveForm(List.copyOf(locals), List.copyOf(kinds), stack, isVoid ? null : Kind.of(point.result()));
    }
}
