// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

/** What the agent tells the user: single lines on standard error, each with our name in front. */
final class Console {
    private Console() {}

    static void say(String message) {
        System.err.println("weft: " + message);
    }
}
