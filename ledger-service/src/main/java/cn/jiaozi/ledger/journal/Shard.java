package cn.jiaozi.ledger.journal;

import cn.jiaozi.ledger.chain.ChainEnd;
import java.time.Instant;
import java.time.LocalDate;

/// The head of the one total order: what the last batch left, and what the next one starts from.
///
/// @param stamp a number at random that whoever writes to accounts puts there ([Memory])
record Shard(long height, LocalDate accountingDate, long accountCount, long groupCount, ChainEnd chain, long stamp) {
    /// The accounting date follows the calendar and never goes back.
    Shard on(LocalDate today) {
        var date = today.isAfter(accountingDate) ? today : accountingDate;
        return new Shard(height, date, accountCount, groupCount, chain, stamp);
    }

    Shard withAccount() {
        return new Shard(height, accountingDate, accountCount + 1, groupCount, chain, stamp);
    }

    Shard withGroup() {
        return new Shard(height, accountingDate, accountCount, groupCount + 1, chain, stamp);
    }

    Shard withEntry() {
        return new Shard(height + 1, accountingDate, accountCount, groupCount, chain, stamp);
    }

    Shard stamped(long newStamp) {
        return new Shard(height, accountingDate, accountCount, groupCount, chain, newStamp);
    }

    /// The moment at which a batch is decided, and the business day that it falls on.
    record Moment(Instant at, LocalDate day) {}
}
