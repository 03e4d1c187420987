// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import java.util.List;
import java.util.Locale;

/** How the cost of an operation grows with the size n of something: {@code a + b * g(n)}, from the simplest on. */
public enum Law {
    /** The same at any size. */
    CONSTANT("") {
        @Override
        double basis(double n) {
            return 0;
        }
    },
    /** A part is divided among workers, as far as there are cores for them. */
    SHARED(" / min(n, " + Law.CORES + ")") {
        @Override
        double basis(double n) {
            return 1 / Math.min(n, CORES);
        }
    },
    /** So much more for each doubling, as when ever more memory goes through caches of ever larger size. */
    LOGARITHMIC(" · log2 n") {
        @Override
        double basis(double n) {
            return Math.log(n) / Math.log(2);
        }
    },
    /** So much more for each more. */
    LINEAR(" · n") {
        @Override
        double basis(double n) {
            return n;
        }
    };

    /** Of the machine that the figures are from. */
    private static final int CORES = 2;

    /** Below that a constant is law enough: figures of the same thing taken again differ by as much. */
    private static final double NOISE = 0.15;

    private static final int STEPS = 200;
    private static final double NOTHING = 1e-4;

    private final String term;

    Law(String term) {
        this.term = term;
    }

    abstract double basis(double n);

    /**
     * A law with its constants.
     *
     * @param law its form
     * @param a the constant part
     * @param b what g(n) is multiplied with
     * @param exponent the slope of the straight line through the points on logarithmic axes: the k of n<sup>k</sup>
     * @param residual the root of the mean square of ln(measured / law)
     */
    public record Fit(Law law, double a, double b, double exponent, double residual) {
        /**
         * The cost at a size.
         *
         * @param n the size
         * @return in the unit of the figures
         */
        public double at(double n) {
            return a + b * law.basis(n);
        }

        /** As in {@code 8.1 + 7.3 · n}. */
        @Override
        public String toString() {
            if (b == 0) return number(a);
            return (a == 0 ? "" : number(a) + " + ") + number(b) + law.term;
        }
    }

    /** Three digits, without an exponent. */
    static String number(double x) {
        double magnitude = Math.abs(x);
        if (magnitude >= 100 || magnitude == 0) return String.format(Locale.ROOT, "%,.0f", x);
        int decimals = Math.min(9, 2 - (int) Math.floor(Math.log10(magnitude)));
        return String.format(Locale.ROOT, "%." + decimals + "f", x);
    }

    /**
     * The law that fits points: a constant, if its residual is below 15 %; else the one of the least residual.
     *
     * @param xs the sizes, above 0
     * @param ys the costs, above 0
     * @param candidates which laws may be chosen, the constant always
     * @return with constants, none below 0, by the least squares of ln(measured / law)
     */
    public static Fit fit(double[] xs, double[] ys, List<Law> candidates) {
        double exponent = slope(xs, ys);
        Fit best = fit(CONSTANT, xs, ys, exponent);
        if (best.residual < NOISE) return best;
        for (Law law : candidates) {
            Fit fit = fit(law, xs, ys, exponent);
            if (fit.residual < best.residual) best = fit;
        }
        return best;
    }

    private static double slope(double[] xs, double[] ys) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < xs.length; i++) {
            meanX += Math.log(xs[i]) / xs.length;
            meanY += Math.log(ys[i]) / xs.length;
        }
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < xs.length; i++) {
            double x = Math.log(xs[i]) - meanX;
            xx += x * x;
            xy += x * (Math.log(ys[i]) - meanY);
        }
        return xx == 0 ? 0 : xy / xx;
    }

    private static Fit fit(Law law, double[] xs, double[] ys, double exponent) {
        double mean = 0;
        for (double y : ys) mean += Math.log(y) / ys.length;
        double[] constants = law == CONSTANT ? new double[] {Math.exp(mean), 0} : descend(law, xs, ys, Math.exp(mean));
        double residual = residual(law, xs, ys, constants[0], constants[1]);
        return new Fit(law, constants[0], constants[1], exponent, residual);
    }

    /**
     * Least squares of the logarithms, by Gauss and Newton from half of the constant law on. Where a step would leave the positive
     * constants, the constant is halved instead, so that one that is to be 0 comes as near as doesn't matter.
     */
    private static double[] descend(Law law, double[] xs, double[] ys, double constant) {
        double a = constant / 2;
        double b = a / law.basis(xs[xs.length - 1]);
        for (int step = 0; step < STEPS; step++) {
            double[] change = step(law, xs, ys, a, b);
            a = a + change[0] > 0 ? a + change[0] : a / 2;
            b = b + change[1] > 0 ? b + change[1] : b / 2;
        }
        double least = NOTHING * constant;
        return new double[] {a < least ? 0 : a, b * law.basis(xs[xs.length - 1]) < least ? 0 : b};
    }

    /** Solves the normal equations of the relative derivatives. */
    private static double[] step(Law law, double[] xs, double[] ys, double a, double b) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double ar = 0;
        double br = 0;
        for (int i = 0; i < xs.length; i++) {
            double f = a + b * law.basis(xs[i]);
            double r = Math.log(ys[i] / f);
            double da = 1 / f;
            double db = law.basis(xs[i]) / f;
            aa += da * da;
            ab += da * db;
            bb += db * db;
            ar += da * r;
            br += db * r;
        }
        double determinant = aa * bb - ab * ab;
        if (determinant <= 1e-12 * aa * bb) return new double[2]; // nothing tells the two apart any more
        return new double[] {(bb * ar - ab * br) / determinant, (aa * br - ab * ar) / determinant};
    }

    private static double residual(Law law, double[] xs, double[] ys, double a, double b) {
        double squares = 0;
        for (int i = 0; i < xs.length; i++) {
            double r = Math.log(ys[i] / (a + b * law.basis(xs[i])));
            squares += r * r / xs.length;
        }
        return Math.sqrt(squares);
    }
}
