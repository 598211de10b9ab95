package cn.jiaozi.e2e.ledger;

import java.util.function.Supplier;

/// The requests of a workload, one after another: transfers, or holds, each followed some way behind by its capture.
final class Script<T> {
    /// More than a batch, so that a capture finds its hold in the tables; half of the requests in between are holds.
    static final int BEHIND = 1_000;

    private final Requests<T> requests;
    private final Supplier<Pair> pairs;
    private final Workload workload;
    private long steps;
    private long begun;
    private long captured;

    Script(Workload workload, Numbers accounts, Requests<T> requests) {
        this.requests = requests;
        var drawn = workload.pairs(accounts.count(), workload.letter());
        this.pairs = () -> accounts.of(drawn.get());
        this.workload = workload;
    }

    Workload workload() {
        return workload;
    }

    /// How many transfers or holds there have been, and so the number of the next.
    long begun() {
        return begun;
    }

    T next() {
        if (workload != Workload.HOLDS) {
            return requests.post(begun++, pairs.get());
        }
        boolean captures = steps++ % 2 == 1 && begun > captured + BEHIND;
        return captures ? requests.capture(captured++) : requests.hold(begun++, pairs.get());
    }
}
