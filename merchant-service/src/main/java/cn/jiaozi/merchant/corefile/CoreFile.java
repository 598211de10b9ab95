package cn.jiaozi.merchant.corefile;

import cn.jiaozi.chassis.Act;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// One version of the core's file of a day.
///
/// @param actId     the id under which it was brought
/// @param version   from 1 within the day, in the order in which they came
/// @param doneCount lines that moved money; the others were refused by the core
/// @param debitFen  what left deposit accounts, or came back to the bank from returned payouts
/// @param creditFen what came to deposit accounts
/// @param sm3       of everything before the trailer
/// @param usedAt    since when a reconciliation has compared with it
public record CoreFile(
        long fileId,
        LocalDate date,
        String actId,
        State state,
        int version,
        long lines,
        long doneCount,
        long debitFen,
        long creditFen,
        String sm3,
        String broughtBy,
        Instant loadedAt,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt,
        Optional<Instant> usedAt)
        implements Act {
    public enum State {
        /// Another version was reconciled already: a second person decides.
        PROPOSED,
        IN_EFFECT,
        REPLACED,
        REFUSED
    }

    record View(
            LocalDate date,
            String id,
            State state,
            int version,
            long lines,
            long doneCount,
            long debitFen,
            long creditFen,
            String sm3,
            String broughtBy,
            Instant loadedAt,
            Optional<String> decidedBy,
            Optional<Instant> decidedAt) {}

    @Override
    public String actKey() {
        return "core-file:" + date + "/" + actId;
    }

    @Override
    public boolean finished() {
        return true;
    }

    View view() {
        return new View(
                date, actId, state, version, lines, doneCount, debitFen, creditFen, sm3, broughtBy, loadedAt, decidedBy,
                decidedAt);
    }
}
