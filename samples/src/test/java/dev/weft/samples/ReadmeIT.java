// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README is compiled, instrumented by the agent, and run; it prints what the README says. */
class ReadmeIT {
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OUTPUT = Pattern.compile("It prints `([^`]*)`");
    private static final Pattern CLASS = Pattern.compile("class (\\w+)");

    @TempDir
    Path classes;

    @Test
    void exampleCompilesAndRuns() throws Exception {
        String readme = Files.readString(Path.of(System.getProperty("weft.readme")));
        String program = find(PROGRAM, readme);
        String main = find(CLASS, program);
        compile(main, program);
        Outcome outcome = Outcome.of(Way.AGENT.program(classes, List.of(), main));
        assertThat(outcome).isEqualTo(new Outcome(0, find(OUTPUT, readme) + "\n", ""));
    }

    private void compile(String name, String program) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return program;
                    }
                };
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(source))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("has " + pattern).isTrue();
        return matcher.group(1);
    }
}
