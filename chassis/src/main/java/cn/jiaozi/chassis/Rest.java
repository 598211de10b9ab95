package cn.jiaozi.chassis;

import java.time.Duration;

/// How long whoever works in batches rests after each: what a batch costs hardly depends on its size, so more should
/// come together, the more the busier the machine is (docs/adr/0018). What finds everybody at rest is taken at once.
final class Rest {
    static final Duration LEAST = Duration.ofMillis(15);
    static final Duration MOST = Duration.ofMillis(60);
    static final int LARGE = 200;

    private Rest() {}

    /// As long as the batch took, within bounds; not at all after a large one, to which waiting would add little.
    static Duration after(Duration took, int size) {
        if (size >= LARGE) {
            return Duration.ZERO;
        }
        return took.compareTo(LEAST) < 0 ? LEAST : took.compareTo(MOST) > 0 ? MOST : took;
    }
}
