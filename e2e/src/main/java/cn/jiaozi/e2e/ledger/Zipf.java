package cn.jiaozi.e2e.ledger;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Numbers from 0 on, of which the k-th is drawn with a weight of 1 / k^exponent: few are drawn nearly always.
final class Zipf {
    private final double[] cumulative;

    Zipf(int numbers, double exponent) {
        cumulative = IntStream.rangeClosed(1, numbers)
                .mapToDouble(k -> Math.pow(k, -exponent))
                .toArray();
        Arrays.parallelPrefix(cumulative, Double::sum);
    }

    int next(RandomGenerator random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
    }
}
