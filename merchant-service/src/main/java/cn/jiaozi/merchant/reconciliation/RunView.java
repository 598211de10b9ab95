package cn.jiaozi.merchant.reconciliation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// How far a day is, and what it has come to.
///
/// @param waitsFor what the day cannot go on without
/// @param round    how many times it has been compared
record RunView(
        LocalDate date,
        State state,
        Optional<WaitsFor> waitsFor,
        Step step,
        int part,
        int parts,
        int round,
        String requestedBy,
        Instant begunAt,
        Optional<Instant> endedAt,
        List<PairView> pairs,
        long open,
        long proposed,
        long cleared) {
    enum State {
        WAITING,
        RUNNING,
        DONE
    }

    enum WaitsFor {
        LEDGER_DAY,
        CORE_FILE
    }

    /// @param balanced whether the marks come to the sums of both sides, counted apart
    record PairView(Pair pair, Side ours, Side theirs, Side adjustments, List<MarkView> marks, boolean balanced) {}

    record Side(long count, long fen) {}

    /// @param count how many keys
    record MarkView(Mark mark, long count, Side ours, Side theirs) {}

    /// How many items of the day are in which state.
    record Queue(long open, long proposed, long cleared) {}

    static RunView of(Run run, List<PairView> pairs, Queue queue) {
        return new RunView(
                run.date(),
                run.finished() ? State.DONE : run.step().waits() ? State.WAITING : State.RUNNING,
                switch (run.step()) {
                    case LEDGER_DAY -> Optional.of(WaitsFor.LEDGER_DAY);
                    case CORE_FILE -> Optional.of(WaitsFor.CORE_FILE);
                    case PAYMENTS, CORE, SETTLE, DONE -> Optional.empty();
                },
                run.step(),
                run.part(),
                run.parts(),
                run.round(),
                run.requestedBy(),
                run.begunAt(),
                run.endedAt(),
                pairs,
                queue.open(),
                queue.proposed(),
                queue.cleared());
    }
}
