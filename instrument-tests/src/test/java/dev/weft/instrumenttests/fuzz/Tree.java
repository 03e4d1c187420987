// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of source code: text with smaller pieces in it.
 *
 * <p>A tree knows as much of the language as is needed to make it smaller: which pieces are expressions, of what type, and which
 * are lists whose elements can be left out. A tree is in one place of one program.
 */
final class Tree {
    /** What can be done to a piece. */
    enum Kind {
        /** Can give way to another expression of its type. */
        EXPRESSION,
        /** Can be left out of the list that it is in. */
        ELEMENT,
        /** Has elements only. */
        LIST
    }

    final Kind kind;

    /** Of an expression: its type in the language. */
    final String type;

    /** Strings and trees. */
    final List<Object> parts;

    private Tree(Kind kind, String type, List<Object> parts) {
        this.kind = kind;
        this.type = type;
        this.parts = parts;
    }

    static Tree expression(String type, Object... parts) {
        return new Tree(Kind.EXPRESSION, type, List.of(parts));
    }

    static Tree element(Object... parts) {
        return new Tree(Kind.ELEMENT, "", List.of(parts));
    }

    static Tree list(List<Tree> elements) {
        return new Tree(Kind.LIST, "", List.copyOf(elements));
    }

    /** This tree with one of its descendants, or itself, replaced. */
    Tree replace(Tree old, Tree replacement) {
        if (this == old) {
            return replacement;
        }
        List<Object> changed = null;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Tree part) {
                Tree other = part.replace(old, replacement);
                if (other != part) {
                    changed = new ArrayList<>(parts);
                    changed.set(i, other);
                    break;
                }
            }
        }
        return changed == null ? this : new Tree(kind, type, changed);
    }

    /** This list without some elements. */
    Tree without(int from, int to) {
        List<Object> left = new ArrayList<>(parts.subList(0, from));
        left.addAll(parts.subList(to, parts.size()));
        return new Tree(kind, type, left);
    }

    /** This and all below, outer ones first. */
    List<Tree> all() {
        List<Tree> all = new ArrayList<>();
        addAll(all);
        return all;
    }

    private void addAll(List<Tree> all) {
        all.add(this);
        for (Object part : parts) {
            if (part instanceof Tree tree) {
                tree.addAll(all);
            }
        }
    }

    void appendTo(StringBuilder text) {
        for (Object part : parts) {
            if (part instanceof Tree tree) {
                tree.appendTo(text);
            } else {
                text.append(part);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        appendTo(text);
        return text.toString();
    }
}
