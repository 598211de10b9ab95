package cn.jiaozi.merchant.remedy;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.merchant.reconciliation.Item;
import cn.jiaozi.merchant.reconciliation.Mark;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A remedy that somebody has proposed for an item, or the suite by itself.
///
/// @param mark      of the item when it was proposed; a changed item needs another proposal
/// @param decidedBy the second person
/// @param failure   why the ledger has not moved the money, or what the core has not said
record Remedy(
        UUID itemId,
        String remedyId,
        RemedyKind kind,
        String reason,
        State state,
        Mark mark,
        long amountFen,
        String proposedBy,
        Instant proposedAt,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt,
        Optional<String> businessId,
        Optional<String> failure,
        Optional<Instant> endedAt)
        implements Act {
    static final String NOUN = "adjustment";
    static final String STEP = "adjust";

    enum State {
        PROPOSED,
        REFUSED,
        /// The ledger is asked, or the core.
        ASKED,
        DONE,
        /// The ledger has rejected, or the core has not answered.
        FAILED
    }

    static Remedy proposed(Item item, String remedyId, RemedyKind kind, String reason, String by, Instant now) {
        return new Remedy(
                item.itemId(),
                remedyId,
                kind,
                reason,
                State.PROPOSED,
                item.mark(),
                item.amountFen(),
                by,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public String actKey() {
        return "remedy:" + itemId + "/" + remedyId;
    }

    @Override
    public boolean finished() {
        return switch (state) {
            case REFUSED, DONE, FAILED -> true;
            case PROPOSED, ASKED -> false;
        };
    }

    /// Whether the item is still what the remedy was proposed for.
    boolean isOf(Item item) {
        return item.mark() == mark && item.amountFen() == amountFen;
    }

    Remedy decided(State next, String by, Instant now) {
        return with(
                next,
                Optional.of(by),
                Optional.of(now),
                businessId,
                failure,
                next == State.ASKED ? Optional.empty() : Optional.of(now));
    }

    /// @param question the business id of what was asked, of the ledger or of the core
    Remedy asked(String question) {
        return with(State.ASKED, decidedBy, decidedAt, Optional.of(question), Optional.empty(), Optional.empty());
    }

    Remedy done(Instant now) {
        return with(State.DONE, decidedBy, decidedAt, businessId, Optional.empty(), Optional.of(now));
    }

    Remedy failed(String why, Instant now) {
        return with(State.FAILED, decidedBy, decidedAt, businessId, Optional.of(why), Optional.of(now));
    }

    private Remedy with(
            State next,
            Optional<String> by,
            Optional<Instant> at,
            Optional<String> question,
            Optional<String> why,
            Optional<Instant> ended) {
        return new Remedy(
                itemId,
                remedyId,
                kind,
                reason,
                next,
                mark,
                amountFen,
                proposedBy,
                proposedAt,
                by,
                at,
                question,
                why,
                ended);
    }
}
