package cn.jiaozi.testkit;

import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.provider.Arguments;

/// Seeds for random cases. A failing case names its seed; `-Djiaozi.seed=N` runs that one alone.
public final class Seeds {
    private Seeds() {}

    /// For `@MethodSource`: so many seeds, the same ones on every run.
    public static java.util.stream.Stream<Arguments> of(int count) {
        Long pinned = Long.getLong("jiaozi.seed");
        return pinned != null
                ? java.util.stream.Stream.of(Arguments.of(pinned))
                : LongStream.rangeClosed(1, count).mapToObj(Arguments::of);
    }

    public static RandomGenerator random(long seed) {
        return new Random(seed);
    }

    /// Plays a case; whatever goes wrong in it is said with its seed.
    public static void play(long seed, Consumer<RandomGenerator> how) {
        try {
            how.accept(random(seed));
        } catch (RuntimeException | AssertionError wrong) {
            throw new AssertionError("seed " + seed + " (alone: -Djiaozi.seed=" + seed + "): " + wrong, wrong);
        }
    }
}
