// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/** Shapes with 8 references, and the number of longs that their names give. */
public abstract class FrameR8 extends Frame {
    private @Nullable Object r0, r1, r2, r3, r4, r5, r6, r7;

    FrameR8(Resumer resumer) {
        super(resumer);
    }

    final void set(
            @Nullable Object v0,
            @Nullable Object v1,
            @Nullable Object v2,
            @Nullable Object v3,
            @Nullable Object v4,
            @Nullable Object v5,
            @Nullable Object v6,
            @Nullable Object v7) {
        r0 = v0;
        r1 = v1;
        r2 = v2;
        r3 = v3;
        r4 = v4;
        r5 = v5;
        r6 = v6;
        r7 = v7;
    }

    /**
     * Gives reference 0 back and forgets it.
     *
     * @return the value
     */
    public final @Nullable Object take0() {
        Object value = r0;
        r0 = null;
        return value;
    }

    /**
     * Gives reference 1 back and forgets it.
     *
     * @return the value
     */
    public final @Nullable Object take1() {
        Object value = r1;
        r1 = null;
        return value;
    }

    /**
     * Gives reference 2 back and forgets it.
     *
     * @return the value
     */
    public final @Nullable Object take2() {
        Object value = r2;
        r2 = null;
        return value;
    }

    /**
     * Gives reference 3 back and forgets it.
     *
     * @return the value
     */
    public final @Nullable Object take3() {
        Object value = r3;
        r3 = null;
        return value;
    }

    /**
     * Gives reference 4 back and forgets it.
     *
     * @return the value
     */
    public final @Nullable Object take4() {
        Object value = r4;
        r4 = null;
        return value;
    }

    /**
     * Gives reference 5 back and forgets it.
     *
     * @return the value
     */
    public final @Nullable Object take5() {
        Object value = r5;
        r5 = null;
        return value;
    }

    /**
     * Gives reference 6 back and forgets it.
     *
     * @return the value
     */
    public final @Nullable Object take6() {
        Object value = r6;
        r6 = null;
        return value;
    }

    /**
     * Gives reference 7 back and forgets it.
     *
     * @return the value
     */
    public final @Nullable Object take7() {
        Object value = r7;
        r7 = null;
        return value;
    }

    /** 8 references, no longs. */
    public static final class L0 extends FrameR8 {
        private L0(Resumer resumer) {
            super(resumer);
        }

        /**
         * Saves an activation.
         *
         * @param v0 reference 0
         * @param v1 reference 1
         * @param v2 reference 2
         * @param v3 reference 3
         * @param v4 reference 4
         * @param v5 reference 5
         * @param v6 reference 6
         * @param v7 reference 7
         * @param state the suspension point
         * @param origin the frame that it was resumed from, or the method's resumer
         * @param c the continuation
         */
        public static void save(
                @Nullable Object v0,
                @Nullable Object v1,
                @Nullable Object v2,
                @Nullable Object v3,
                @Nullable Object v4,
                @Nullable Object v5,
                @Nullable Object v6,
                @Nullable Object v7,
                int state,
                Origin origin,
                Continuation c) {
            Frame own = ownFrame(origin, c);
            L0 frame = own != null ? (L0) own : new L0((Resumer) origin);
            frame.set(v0, v1, v2, v3, v4, v5, v6, v7);
            frame.push(state, c);
        }
    }

    /** 8 references, 1 long. */
    public static final class L1 extends FrameR8 {
        /** Primitive value 0. */
        public long l0;

        private L1(Resumer resumer) {
            super(resumer);
        }

        /**
         * Saves an activation.
         *
         * @param v0 reference 0
         * @param v1 reference 1
         * @param v2 reference 2
         * @param v3 reference 3
         * @param v4 reference 4
         * @param v5 reference 5
         * @param v6 reference 6
         * @param v7 reference 7
         * @param n0 primitive value 0
         * @param state the suspension point
         * @param origin the frame that it was resumed from, or the method's resumer
         * @param c the continuation
         */
        public static void save(
                @Nullable Object v0,
                @Nullable Object v1,
                @Nullable Object v2,
                @Nullable Object v3,
                @Nullable Object v4,
                @Nullable Object v5,
                @Nullable Object v6,
                @Nullable Object v7,
                long n0,
                int state,
                Origin origin,
                Continuation c) {
            Frame own = ownFrame(origin, c);
            L1 frame = own != null ? (L1) own : new L1((Resumer) origin);
            frame.set(v0, v1, v2, v3, v4, v5, v6, v7);
            frame.l0 = n0;
            frame.push(state, c);
        }
    }

    /** 8 references, 2 longs. */
    public static final class L2 extends FrameR8 {
        /** Primitive value 0. */
        public long l0;

        /** Primitive value 1. */
        public long l1;

        private L2(Resumer resumer) {
            super(resumer);
        }

        /**
         * Saves an activation.
         *
         * @param v0 reference 0
         * @param v1 reference 1
         * @param v2 reference 2
         * @param v3 reference 3
         * @param v4 reference 4
         * @param v5 reference 5
         * @param v6 reference 6
         * @param v7 reference 7
         * @param n0 primitive value 0
         * @param n1 primitive value 1
         * @param state the suspension point
         * @param origin the frame that it was resumed from, or the method's resumer
         * @param c the continuation
         */
        public static void save(
                @Nullable Object v0,
                @Nullable Object v1,
                @Nullable Object v2,
                @Nullable Object v3,
                @Nullable Object v4,
                @Nullable Object v5,
                @Nullable Object v6,
                @Nullable Object v7,
                long n0,
                long n1,
                int state,
                Origin origin,
                Continuation c) {
            Frame own = ownFrame(origin, c);
            L2 frame = own != null ? (L2) own : new L2((Resumer) origin);
            frame.set(v0, v1, v2, v3, v4, v5, v6, v7);
            frame.l0 = n0;
            frame.l1 = n1;
            frame.push(state, c);
        }
    }

    /** 8 references, 4 longs. */
    public static final class L4 extends FrameR8 {
        /** Primitive value 0. */
        public long l0;

        /** Primitive value 1. */
        public long l1;

        /** Primitive value 2. */
        public long l2;

        /** Primitive value 3. */
        public long l3;

        private L4(Resumer resumer) {
            super(resumer);
        }

        /**
         * Saves an activation.
         *
         * @param v0 reference 0
         * @param v1 reference 1
         * @param v2 reference 2
         * @param v3 reference 3
         * @param v4 reference 4
         * @param v5 reference 5
         * @param v6 reference 6
         * @param v7 reference 7
         * @param n0 primitive value 0
         * @param n1 primitive value 1
         * @param n2 primitive value 2
         * @param n3 primitive value 3
         * @param state the suspension point
         * @param origin the frame that it was resumed from, or the method's resumer
         * @param c the continuation
         */
        public static void save(
                @Nullable Object v0,
                @Nullable Object v1,
                @Nullable Object v2,
                @Nullable Object v3,
                @Nullable Object v4,
                @Nullable Object v5,
                @Nullable Object v6,
                @Nullable Object v7,
                long n0,
                long n1,
                long n2,
                long n3,
                int state,
                Origin origin,
                Continuation c) {
            Frame own = ownFrame(origin, c);
            L4 frame = own != null ? (L4) own : new L4((Resumer) origin);
            frame.set(v0, v1, v2, v3, v4, v5, v6, v7);
            frame.l0 = n0;
            frame.l1 = n1;
            frame.l2 = n2;
            frame.l3 = n3;
            frame.push(state, c);
        }
    }
}
