// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What random bytecode of one method may use: slots, labels, callees.
 *
 * <p>Stable slots have one type from the method's beginning to its end. Scratch slots are lent for a while, and have all types
 * in turn; wide values take two neighbours.
 */
final class AsmMethod {
    private static final int SCRATCH = 6;

    private final String owner;
    private final int number;
    private final List<Callee> callees;
    private final int[] sites;
    private final List<String> stableTypes = new ArrayList<>();
    private final List<Integer> stableSlots = new ArrayList<>();
    private final Set<Integer> lent = new HashSet<>();
    private int nextSlot;
    private int scratch;
    private int labels;
    private int budget;

    /** The callees are those of the class, this method with this number among them; sites are counted over the class. */
    AsmMethod(String owner, int number, List<Callee> callees, int[] sites, int budget) {
        this.owner = owner;
        this.number = number;
        this.callees = callees;
        this.sites = sites;
        this.budget = budget;
    }

    String owner() {
        return owner;
    }

    boolean spend() {
        return --budget > 0;
    }

    int newSite() {
        return ++sites[0];
    }

    String newLabel() {
        return "x" + ++labels;
    }

    /** The next slots hold a value of this type; returns the first. */
    int addStable(String type) {
        int slot = nextSlot;
        stableTypes.add(type);
        stableSlots.add(slot);
        nextSlot += Operands.isWide(type) ? 2 : 1;
        return slot;
    }

    /** A slot that is used for one thing only. */
    int addReserved() {
        return nextSlot++;
    }

    /** Leaves slots unused. */
    void skipSlots(int count) {
        nextSlot += count;
    }

    /** All stable slots are known. */
    void beginScratch() {
        scratch = nextSlot;
    }

    List<String> stableTypes() {
        return stableTypes;
    }

    List<Integer> stableSlots() {
        return stableSlots;
    }

    @Nullable
    Integer stableSlot(String type, Dice dice) {
        List<Integer> fitting = new ArrayList<>();
        for (int i = 0; i < stableTypes.size(); i++) {
            if (stableTypes.get(i).equals(type)) {
                fitting.add(stableSlots.get(i));
            }
        }
        return fitting.isEmpty() ? null : dice.pick(fitting);
    }

    /** A scratch slot, with the next one if it is for a wide value; -1 if the one that the dice name is taken. */
    int lendSlot(Dice dice, boolean wide) {
        int slot = scratch + dice.below(SCRATCH);
        if (lent.contains(slot) || lent.contains(slot + 1) || lent.contains(slot - 1)) {
            return -1;
        }
        lent.add(slot);
        if (wide) {
            lent.add(slot + 1);
        }
        return slot;
    }

    void giveBack(int slot) {
        lent.remove(slot);
        lent.remove(slot + 1);
    }

    /** A method to call, mostly one with a higher number; null if none has this type. */
    @Nullable
    Callee callee(String type, Dice dice) {
        List<Callee> fitting = new ArrayList<>();
        for (int i = 0; i < callees.size(); i++) {
            if (callees.get(i).type().equals(type) && (i > number || dice.oneIn(10))) {
                fitting.add(callees.get(i));
            }
        }
        return fitting.isEmpty() ? null : dice.pick(fitting);
    }

    /** The name of a method that fits the functional interface. */
    @Nullable
    String lambda(Dice dice) {
        for (int i = 0; i < callees.size(); i++) {
            Callee callee = callees.get(i);
            if ((i > number || dice.oneIn(10))
                    && callee.call().startsWith("static ")
                    && callee.type().equals("I")
                    && callee.parameters().equals(List.of("I", Operands.OBJECT))) {
                return callee.call().substring("static ".length());
            }
        }
        return null;
    }
}
