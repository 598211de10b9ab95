package cn.jiaozi.chassis;

import java.time.Duration;
import java.util.List;

/// How long whoever was asked is given before he is asked again: a step of a ladder each time, and the last
/// one for ever.
public final class Patience {
    private Patience() {}

    /// @param asked how often it was asked already, at least once
    public static Duration after(List<Duration> ladder, int asked) {
        return ladder.get(Math.min(asked, ladder.size()) - 1);
    }
}
