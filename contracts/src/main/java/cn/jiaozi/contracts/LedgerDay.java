package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.time.LocalDate;

/// An accounting day (会计日) that a shard of the ledger has closed: nothing of it changes any more. Compacted topic
/// [Topics#LEDGER_DAY], keyed by `shard:date`. Whoever has the entries of all its heights has the whole day.
///
/// @param afterHeight the last height of the day before; the day's own begin above it
/// @param lastHeight  its last height; the same as `afterHeight` where the day has no entry
/// @param lastBlock   the block that has it
/// @param postedFen   the sum of all legs that were posted, captured or reversed on it
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("ledger.day-closed.v1")
public record LedgerDay(
        int shard,
        LocalDate date,
        long afterHeight,
        long lastHeight,
        long lastBlock,
        long postedFen,
        Instant closedAt) {
    public String key() {
        return shard + ":" + date;
    }
}
