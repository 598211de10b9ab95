package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What the ledger did. Topic [Topics#LEDGER], keyed by the business id. A repeated request is answered with its
/// stored event, never with one made anew.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface LedgerEvent {
    StepId id();

    /// The entry that was made, if one was.
    default Optional<Entry> entered() {
        return switch (this) {
            case Posted posted -> Optional.of(posted.entry());
            case Held held -> Optional.of(held.entry());
            case Captured captured -> Optional.of(captured.entry());
            case Voided voided -> Optional.of(voided.entry());
            case Expired expired -> Optional.of(expired.entry());
            case Reversed reversed -> Optional.of(reversed.entry());
            case AccountsOpened _, Constrained _, AccountClosed _, Rejected _, Conflicted _ -> Optional.empty();
        };
    }

    @JsonTypeName("ledger.accounts-opened.v1")
    record AccountsOpened(StepId id, List<String> addresses, Instant at) implements LedgerEvent {}

    @JsonTypeName("ledger.constrained.v1")
    record Constrained(StepId id, Instant at) implements LedgerEvent {}

    @JsonTypeName("ledger.account-closed.v1")
    record AccountClosed(StepId id, String address, Instant at) implements LedgerEvent {}

    @JsonTypeName("ledger.posted.v1")
    record Posted(StepId id, Entry entry) implements LedgerEvent {}

    @JsonTypeName("ledger.held.v1")
    record Held(StepId id, Entry entry) implements LedgerEvent {}

    @JsonTypeName("ledger.captured.v1")
    record Captured(StepId id, StepId hold, Entry entry) implements LedgerEvent {}

    @JsonTypeName("ledger.voided.v1")
    record Voided(StepId id, StepId hold, Entry entry) implements LedgerEvent {}

    /// The hold's time was over, and its amounts are given back.
    @JsonTypeName("ledger.expired.v1")
    record Expired(StepId id, StepId hold, Entry entry) implements LedgerEvent {}

    /// @param original the step that posted what is now reversed
    @JsonTypeName("ledger.reversed.v1")
    record Reversed(StepId id, StepId original, Entry entry) implements LedgerEvent {}

    /// @param address the account that stood in the way, if one did
    @JsonTypeName("ledger.rejected.v1")
    record Rejected(StepId id, Reason reason, Optional<String> address, Instant at) implements LedgerEvent {}

    /// The step was asked for before with other content; nothing changed.
    ///
    /// @param field the first field that differs
    @JsonTypeName("ledger.conflicted.v1")
    record Conflicted(StepId id, String field, Instant at) implements LedgerEvent {}

    /// An entry in the journal, with what its legs have moved: amounts are the ones that came out of `upTo`, and the
    /// credited account is the one that took the money.
    ///
    /// @param height         its place in the one total order of the shard, without gaps
    /// @param accountingDate the business day that it belongs to (会计日期)
    record Entry(
            long height,
            TxType txType,
            LocalDate accountingDate,
            List<Leg> legs,
            Instant requestedAt,
            Instant authorizedAt,
            Instant at) {}

    /// @param debitBalanceFen  what the leg has left on the debited account, on the side of its subject; empty where
    ///                         nothing was posted, and in what was told before there was this field
    /// @param creditBalanceFen the same of the credited account
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Leg(
            String debit,
            String credit,
            long amountFen,
            Optional<Long> debitBalanceFen,
            Optional<Long> creditBalanceFen) {
        public Leg(String debit, String credit, long amountFen) {
            this(debit, credit, amountFen, Optional.empty(), Optional.empty());
        }
    }
}
