// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.programs;

import dev.weft.libraries.behaviour.Program;
import dev.weft.libraries.behaviour.Transcript;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.LexerInterpreter;
import org.antlr.v4.runtime.ParserInterpreter;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.antlr.v4.tool.Grammar;

/** Grammars read by the tool, and texts parsed by its interpreters: right ones and wrong ones. */
public final class AntlrProgram implements Program {
    private static final String LANGUAGE = """
            grammar Language;
            program : statement* EOF ;
            statement
                : 'let' NAME '=' expression ';'
                | 'if' '(' expression ')' statement ('else' statement)?
                | 'while' '(' expression ')' statement
                | 'return' expression? ';'
                | '{' statement* '}'
                | expression ';'
                ;
            expression
                : <assoc=right> expression '^' expression
                | '-' expression
                | expression ('*' | '/' | '%') expression
                | expression ('+' | '-') expression
                | expression ('<' | '<=' | '==') expression
                | expression '?' expression ':' expression
                | expression '(' (expression (',' expression)*)? ')'
                | expression '[' expression ']'
                | '(' expression ')'
                | '[' (expression (',' expression)*)? ']'
                | NUMBER | TEXT | NAME
                ;
            NAME : [a-zA-Z_] [a-zA-Z_0-9]* ;
            NUMBER : [0-9]+ ('.' [0-9]+)? ([eE] [+-]? [0-9]+)? ;
            TEXT : '"' (~["\\\\] | '\\\\' .)* '"' ;
            COMMENT : '/*' (COMMENT | .)*? '*/' -> skip ;
            SPACE : [ \\t\\r\\n]+ -> skip ;
            """;

    private static final List<String> WRONG = List.of(
            "let = 3;",
            "if (a) return; else else x;",
            "f(1,,2);",
            "{ { let a = 1; }",
            "a + * b;",
            "let s = \"open",
            "x = @ 3;",
            "return return 1;",
            "[1, 2;");

    @Override
    public void run(Transcript out) throws Exception {
        Grammar grammar = new Grammar(LANGUAGE);
        out.line(List.of(grammar.getRuleNames()));
        out.line(List.of(grammar.getTokenDisplayNames()));
        Random random = new Random(5);
        for (int i = 0; i < 12; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 10; j++) statement(random, text, 4);
            parse(out, grammar, text.toString(), i % 2 == 0 ? PredictionMode.LL : PredictionMode.SLL);
        }
        for (String text : WRONG) parse(out, grammar, text, PredictionMode.LL);
        try {
            out.line(new Grammar("grammar Bad; a : b | ; c : 'x' ;")
                    .getATN()
                    .states
                    .size());
        } catch (Exception e) {
            out.line(e);
        }
    }

    private static void parse(Transcript out, Grammar grammar, String text, PredictionMode mode) {
        LexerInterpreter lexer = grammar.createLexerInterpreter(CharStreams.fromString(text));
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        ParserInterpreter parser = grammar.createParserInterpreter(tokens);
        BaseErrorListener errors = new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    Object symbol,
                    int line,
                    int column,
                    String message,
                    RecognitionException e) {
                out.line(line + ":" + column + " " + message + " "
                        + (e == null ? "" : e.getClass().getSimpleName()));
            }
        };
        lexer.removeErrorListeners();
        lexer.addErrorListener(errors);
        parser.removeErrorListeners();
        parser.addErrorListener(errors);
        parser.getInterpreter().setPredictionMode(mode);
        ParserRuleContext tree = parser.parse(grammar.getRule("program").index);
        out.line(tree.toStringTree(parser));
        Counter counter = new Counter();
        ParseTreeWalker.DEFAULT.walk(counter, tree);
        out.line(counter.rules + " " + counter.terminals + " " + counter.errors + " " + counter.deepest + " "
                + tokens.size());
    }

    private static final class Counter implements ParseTreeListener {
        int rules;
        int terminals;
        int errors;
        int depth;
        int deepest;

        @Override
        public void enterEveryRule(ParserRuleContext context) {
            rules++;
            deepest = Math.max(deepest, ++depth);
        }

        @Override
        public void exitEveryRule(ParserRuleContext context) {
            depth--;
        }

        @Override
        public void visitTerminal(TerminalNode node) {
            terminals += ((ParseTree) node).getText().length();
        }

        @Override
        public void visitErrorNode(ErrorNode node) {
            errors++;
        }
    }

    private static void statement(Random random, StringBuilder text, int depth) {
        switch (depth == 0 ? 5 : random.nextInt(6)) {
            case 0 -> {
                text.append("let v").append(random.nextInt(9)).append(" = ");
                expression(random, text, depth);
                text.append(";\n");
            }
            case 1 -> {
                text.append("if (");
                expression(random, text, depth - 1);
                text.append(") ");
                statement(random, text, depth - 1);
                if (random.nextBoolean()) {
                    text.append(" else ");
                    statement(random, text, depth - 1);
                }
            }
            case 2 -> {
                text.append("while (");
                expression(random, text, depth - 1);
                text.append(") ");
                statement(random, text, depth - 1);
            }
            case 3 -> text.append("/* a /* nested */ comment */ return;\n");
            case 4 -> {
                text.append("{ ");
                for (int i = 0; i < 3; i++) statement(random, text, depth - 1);
                text.append(" }\n");
            }
            default -> {
                expression(random, text, depth);
                text.append(";\n");
            }
        }
    }

    private static void expression(Random random, StringBuilder text, int depth) {
        if (depth <= 0) {
            text.append(List.of("1", "2.5e3", "name", "\"te\\\\xt\"", "_x9").get(random.nextInt(5)));
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> {
                text.append("-");
                expression(random, text, depth - 1);
            }
            case 1 -> {
                text.append("f(");
                expression(random, text, depth - 1);
                text.append(", ");
                expression(random, text, depth - 2);
                text.append(")");
            }
            case 2 -> {
                text.append("[");
                expression(random, text, depth - 1);
                text.append("][");
                expression(random, text, depth - 2);
                text.append("]");
            }
            case 3 -> {
                expression(random, text, depth - 1);
                text.append(" ? ");
                expression(random, text, depth - 2);
                text.append(" : ");
                expression(random, text, depth - 2);
            }
            default -> {
                expression(random, text, depth - 1);
                text.append(List.of(" + ", " * ", " ^ ", " < ", " - ", " == ").get(random.nextInt(6)));
                expression(random, text, depth - 1);
            }
        }
    }
}
