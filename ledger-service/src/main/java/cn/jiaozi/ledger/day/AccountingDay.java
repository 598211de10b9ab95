package cn.jiaozi.ledger.day;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// An accounting day (会计日) of a shard, as its operators see it.
///
/// @param lastHeight its last entry, once it is cut
/// @param lastBlock  the block that has it
/// @param cutBy      who has cut it before its midnight; empty where the calendar has
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record AccountingDay(
        LocalDate date,
        State state,
        Optional<Long> lastHeight,
        Optional<Long> lastBlock,
        Optional<Instant> cutAt,
        Optional<String> cutBy,
        Optional<Instant> closedAt) {
    enum State {
        /// Entries are made on it.
        OPEN,
        /// It has ended, and is being counted.
        CUT,
        /// It is counted, balances, and never changes.
        CLOSED
    }
}
