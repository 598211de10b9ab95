package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.Act;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// The reconciliation of a day.
///
/// @param part  of the step, from 0; each is a transaction
/// @param round from 1; the day is compared anew with another version of the core's file, or when it is asked for
record Run(
        LocalDate date,
        Step step,
        int part,
        int parts,
        int round,
        Optional<Long> fileId,
        String requestedBy,
        Instant begunAt,
        Optional<Instant> endedAt)
        implements Act {
    static Run first(LocalDate date, String requestedBy, Instant now) {
        return new Run(date, Step.LEDGER_DAY, 0, 1, 1, Optional.empty(), requestedBy, now, Optional.empty());
    }

    @Override
    public String actKey() {
        return "reconciliation:" + date;
    }

    @Override
    public boolean finished() {
        return step == Step.DONE;
    }

    boolean isLastPart() {
        return part + 1 == parts;
    }

    Run nextPart() {
        return new Run(date, step, part + 1, parts, round, fileId, requestedBy, begunAt, endedAt);
    }

    Run to(Step next) {
        return to(next, 1);
    }

    Run to(Step next, int nextParts) {
        return new Run(date, next, 0, nextParts, round, fileId, requestedBy, begunAt, Optional.empty());
    }

    Run with(long file) {
        return new Run(date, step, part, parts, round, Optional.of(file), requestedBy, begunAt, endedAt);
    }

    Run done(Instant now) {
        return new Run(date, Step.DONE, 0, 1, round, fileId, requestedBy, begunAt, Optional.of(now));
    }

    Run again(Step from) {
        return new Run(date, from, 0, 1, round + 1, fileId, requestedBy, begunAt, Optional.empty());
    }
}
