package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import java.time.Instant;
import java.util.List;

/// What reaches the bank, and when. All that the bank does follows from these alone, so that a run can be
/// played again from them.
sealed interface Input {
    Instant at();

    /// A copy of what the owner of purses knows has come.
    record Heard(Instant at, PurseFact fact) implements Input {}

    record Uploaded(Instant at, List<Copy> copies) implements Input {}

    /// The bank tells a chip that it has everything up to a counter.
    record Synced(Instant at, String purse, int counter) implements Input {}

    /// The owner of purses has had money moved: for a load, or back.
    record Moved(Instant at, String from, String to, long amountFen) implements Input {}

    /// The owner of purses gives back what is left of a load that is never closed.
    record Released(Instant at, String purse, int load) implements Input {}

    /// Time has passed: what waits is looked at, and what has waited too long is given up.
    record Passed(Instant at) implements Input {}
}
