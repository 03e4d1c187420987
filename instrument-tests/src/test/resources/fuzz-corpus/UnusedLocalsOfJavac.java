// variant=ANNOTATED concat=inline
package fuzzed;
import static dev.weft.instrumenttests.fuzz.program.Host.*;
import static dev.weft.instrumenttests.fuzz.program.Sites.*;
import dev.weft.*;
import dev.weft.abi.Continuation;
import dev.weft.instrumenttests.fuzz.program.*;
import java.util.*;
import java.util.function.*;
@Fiber @SuppressWarnings("all") public final class UnusedLocalsOfJavac {
@Fiber public static Object run() {
flag = false;
count = 0;
name = "";
step();
return ((Object) null);
}
@Fiber static Fun m1(long q0, boolean q1, String q2) {
step();
synchronized (LOCK) {
}
String v15 = ((String) ((Object) (switch ((passBoolean(q1, 2) ? Color.RED.act(1) : 0) & 3) {
case 0 -> ((Object) new StringBuilder(q2).append(q0).append(q1).toString());
case 1 -> ((Object) null);
default -> ((Object) null);
})));
return ((Fun) null);
}
static boolean flag;
static int count;
static String name = "";
static final Object LOCK = new Object();
enum Color {
RED,
GREEN {
@Fiber @Override int act(int q0) {
step();
return 1;
}
},
BLUE;
@Fiber int act(int n) {
return passInt(n, 0) + ordinal();
}
}
}
