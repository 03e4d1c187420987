// variant=POLLS
package fuzzed;
import static dev.weft.instrumenttests.fuzz.program.Host.*;
import static dev.weft.instrumenttests.fuzz.program.Sites.*;
import dev.weft.*;
import dev.weft.abi.Continuation;
@SuppressWarnings("all") public final class ThrowableMadeBeforeSuspension {
@Fiber public static Object run() {
try {
task(() -> {
raise(new IllegalStateException("thrown by a callee"), 1);
return null;
});
} catch (IllegalStateException e) {
caught(e, Continuation.current() == null);
}
task(() -> {
try {
raise(new IllegalStateException("caught where it was made"), 2);
} catch (IllegalStateException e) {
caught(e, Continuation.current() == null);
}
return null;
});
return passInt(3, 3);
}
@Fiber static <T> T task(Task<T> task) {
try {
return task.run();
} catch (RuntimeException e) {
throw e;
} catch (Exception e) {
throw new IllegalStateException(e);
}
}
}
