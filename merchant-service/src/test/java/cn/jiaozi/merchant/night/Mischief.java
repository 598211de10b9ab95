package cn.jiaozi.merchant.night;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What goes wrong in a night, by its seed.
final class Mischief {
    static final Mischief NONE = new Mischief(Optional.empty());

    /// Nobody is killed for ever.
    private static final int IN_A_ROW = 3;

    private static final int MOST_WORDS = 6;

    private final Optional<Random> random;
    private int killed;

    /// @param words that are said to the database before
    record Kill(int words, Death.When when) {}

    Mischief(Random random) {
        this(Optional.of(random));
    }

    private Mischief(Optional<Random> random) {
        this.random = random;
    }

    int killed() {
        return killed;
    }

    void hasKilled() {
        killed++;
    }

    /// Whether and when a step dies. Most steps have few words, some have hundreds.
    ///
    /// @param deaths that it has died already
    Optional<Kill> kill(int deaths) {
        return random.filter(dice -> deaths < IN_A_ROW && dice.nextInt(6) == 0)
                .map(dice -> new Kill(
                        dice.nextInt(1 << dice.nextInt(MOST_WORDS + 1)),
                        dice.nextBoolean() ? Death.When.BEFORE : Death.When.AFTER));
    }

    /// One time in so many.
    boolean happens(int oneIn) {
        return random.map(dice -> dice.nextInt(oneIn) == 0).orElse(false);
    }

    /// In order, in parts of any size, some of which come again.
    <T> List<List<T>> parts(List<T> all) {
        if (random.isEmpty()) {
            return all.isEmpty() ? List.of() : List.of(all);
        }
        var dice = random.get();
        var parts = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); ) {
            int to = from + 1 + dice.nextInt(all.size() - from);
            parts.add(List.copyOf(all.subList(from, to)));
            from = to;
            if (dice.nextInt(4) == 0) {
                parts.add(parts.get(dice.nextInt(parts.size())));
            }
        }
        return parts;
    }

    /// Which of so many is next.
    int next(int of) {
        return random.map(dice -> dice.nextInt(of)).orElse(0);
    }
}
