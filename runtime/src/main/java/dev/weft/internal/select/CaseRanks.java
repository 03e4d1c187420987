// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.select;

import dev.weft.internal.fiber.WaitLock;
import java.util.Arrays;

/** The order in which the locks of cases are taken. */
final class CaseRanks {
    private CaseRanks() {}

    /** The indices of those that have a lock, by its rank. */
    static int[] sorted(Case[] cases) {
        int[] indices = new int[cases.length];
        long[] ranks = new long[cases.length];
        int count = 0;
        for (int i = 0; i < cases.length; i++) {
            WaitLock guard = cases[i].guard();
            if (guard == null) continue;
            ranks[count] = guard.rank();
            indices[count++] = i;
        }
        sort(indices, ranks, count);
        return count == indices.length ? indices : Arrays.copyOf(indices, count);
    }

    /** Heap sort, which needs no objects; channels are mostly in the order of their ranks already, or few. */
    private static void sort(int[] indices, long[] ranks, int count) {
        for (int i = 1; i < count; i++) {
            if (ranks[i - 1] > ranks[i]) {
                heapSort(indices, ranks, count);
                return;
            }
        }
    }

    private static void heapSort(int[] indices, long[] ranks, int count) {
        for (int i = count / 2 - 1; i >= 0; i--) sink(indices, ranks, i, count);
        for (int end = count - 1; end > 0; end--) {
            swap(indices, ranks, 0, end);
            sink(indices, ranks, 0, end);
        }
    }

    private static void sink(int[] indices, long[] ranks, int from, int count) {
        int place = from;
        while (true) {
            int child = 2 * place + 1;
            if (child >= count) return;
            if (child + 1 < count && ranks[child + 1] > ranks[child]) child++;
            if (ranks[place] >= ranks[child]) return;
            swap(indices, ranks, place, child);
            place = child;
        }
    }

    private static void swap(int[] indices, long[] ranks, int i, int j) {
        int index = indices[i];
        indices[i] = indices[j];
        indices[j] = index;
        long rank = ranks[i];
        ranks[i] = ranks[j];
        ranks[j] = rank;
    }
}
