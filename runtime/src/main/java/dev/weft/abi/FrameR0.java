// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/** Shapes with no reference, and the number of longs that their names give. */
public abstract class FrameR0 extends Frame {
    FrameR0(Resumer resumer) {
        super(resumer);
    }

    /** No reference, no longs. */
    public static final class L0 extends FrameR0 {
        private L0(Resumer resumer) {
            super(resumer);
        }

        /**
         * Saves an activation.
         *
         * @param state the suspension point
         * @param origin the frame that it was resumed from, or the method's resumer
         * @param c the continuation
         */
        public static void save(int state, Origin origin, Continuation c) {
            Frame own = ownFrame(origin, c);
            L0 frame = own != null ? (L0) own : new L0((Resumer) origin);
            frame.push(state, c);
        }
    }

    /** No reference, 1 long. */
    public static final class L1 extends FrameR0 {
        /** Primitive value 0. */
        public long l0;

        private L1(Resumer resumer) {
            super(resumer);
        }

        /**
         * Saves an activation.
         *
         * @param n0 primitive value 0
         * @param state the suspension point
         * @param origin the frame that it was resumed from, or the method's resumer
         * @param c the continuation
         */
        public static void save(long n0, int state, Origin origin, Continuation c) {
            Frame own = ownFrame(origin, c);
            L1 frame = own != null ? (L1) own : new L1((Resumer) origin);
            frame.l0 = n0;
            frame.push(state, c);
        }
    }

    /** No reference, 2 longs. */
    public static final class L2 extends FrameR0 {
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
         * @param n0 primitive value 0
         * @param n1 primitive value 1
         * @param state the suspension point
         * @param origin the frame that it was resumed from, or the method's resumer
         * @param c the continuation
         */
        public static void save(long n0, long n1, int state, Origin origin, Continuation c) {
            Frame own = ownFrame(origin, c);
            L2 frame = own != null ? (L2) own : new L2((Resumer) origin);
            frame.l0 = n0;
            frame.l1 = n1;
            frame.push(state, c);
        }
    }

    /** No reference, 4 longs. */
    public static final class L4 extends FrameR0 {
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
         * @param n0 primitive value 0
         * @param n1 primitive value 1
         * @param n2 primitive value 2
         * @param n3 primitive value 3
         * @param state the suspension point
         * @param origin the frame that it was resumed from, or the method's resumer
         * @param c the continuation
         */
        public static void save(long n0, long n1, long n2, long n3, int state, Origin origin, Continuation c) {
            Frame own = ownFrame(origin, c);
            L4 frame = own != null ? (L4) own : new L4((Resumer) origin);
            frame.l0 = n0;
            frame.l1 = n1;
            frame.l2 = n2;
            frame.l3 = n3;
            frame.push(state, c);
        }
    }
}
