// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.programs;

import dev.weft.abi.Continuation;
import dev.weft.libraries.behaviour.Program;
import dev.weft.libraries.behaviour.Transcript;

/** Sees in a fiber what it doesn't see plainly, which the comparison has to notice. */
public final class CanaryProgram implements Program {
    @Override
    public void run(Transcript out) {
        out.line("the same in both");
        out.line(Continuation.current() == null ? "plain" : "in a fiber");
    }
}
