package cn.jiaozi.e2e.ledger;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/// Who pays whom.
enum Workload {
    /// Everybody everybody.
    UNIFORM('u'),
    /// A few are in nearly every transfer.
    ZIPF('z'),
    /// Ten thousand pay one merchant, whose number is the highest: who locks in order locks it last and shortest.
    HOT('m'),
    /// Everybody everybody, each time a hold and later its capture.
    HOLDS('h');

    static final int HOT_PAYERS = 10_000;
    static final double EXPONENT = 2.0;

    /// Stands in business ids.
    private final char letter;

    Workload(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Draws pairs without end, the same ones for the same seed.
    Supplier<Pair> pairs(int accounts, long seed) {
        var random = new SplittableRandom(seed);
        return switch (this) {
            case UNIFORM, HOLDS -> distinct(_ -> random.nextInt(accounts));
            case ZIPF -> {
                var zipf = new Zipf(accounts, EXPONENT);
                yield distinct(_ -> zipf.next(random));
            }
            case HOT -> {
                int payers = Math.min(HOT_PAYERS, accounts - 1);
                yield () -> new Pair(random.nextInt(payers), accounts - 1);
            }
        };
    }

    private static Supplier<Pair> distinct(IntUnaryOperator draw) {
        return () -> {
            int debit = draw.applyAsInt(0);
            int credit = draw.applyAsInt(0);
            while (credit == debit) {
                credit = draw.applyAsInt(0);
            }
            return new Pair(debit, credit);
        };
    }
}
