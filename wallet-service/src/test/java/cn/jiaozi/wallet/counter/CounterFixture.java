package cn.jiaozi.wallet.counter;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;

import java.util.Optional;

/// Counters for rule tests.
public final class CounterFixture {
    private CounterFixture() {}

    public static Counter aCounter(Counter.Kind kind, boolean open) {
        var counter = new Counter("counter-1", kind, "1001000000000001", "clerk", NOW, Optional.empty());
        return open ? counter : counter.closed(new Counter.Closure("clerk", "moved", NOW));
    }
}
