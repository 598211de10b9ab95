package cn.jiaozi.e2e;

import java.util.List;

/// The one in the middle, which a slow round does not move.
public final class Median {
    private Median() {}

    /// Of an even number the mean of the two in the middle; not a number of none.
    public static double of(List<? extends Number> values) {
        var sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
