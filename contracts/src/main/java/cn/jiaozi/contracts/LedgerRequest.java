package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the ledger is asked to do. Topic [Topics#ledgerRequest] of the shard that keeps the accounts: one partition a
/// ledger database, one total order. What names an account of another shard ends in `rejected`.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface LedgerRequest {
    StepId id();

    /// Ends in `accounts-opened` or `rejected`. An account that exists already with the same shape is left as it is.
    @JsonTypeName("ledger.open-accounts.v1")
    record OpenAccounts(StepId id, List<AccountSpec> accounts) implements LedgerRequest {}

    /// Sets the whole constraint of one account. Ends in `constrained` or `rejected`; a version that is not above the
    /// account's own changes nothing and is answered as done.
    ///
    /// @param floorFen nothing lowers the balance below this; it may exceed the balance and so catch later credits
    /// @param capFen   nothing raises the balance above this, beside the cap of the account's group; empty for none
    @JsonTypeName("ledger.constrain-account.v1")
    record ConstrainAccount(
            StepId id,
            String address,
            boolean debitFrozen,
            boolean creditFrozen,
            long floorFen,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> capFen,
            long version)
            implements LedgerRequest {
        public ConstrainAccount(
                StepId id, String address, boolean debitFrozen, boolean creditFrozen, long floorFen, long version) {
            this(id, address, debitFrozen, creditFrozen, floorFen, Optional.empty(), version);
        }
    }

    /// Closes an account for ever. Ends in `account-closed`, or in `rejected` while money stands or is held on it.
    @JsonTypeName("ledger.close-account.v1")
    record CloseAccount(StepId id, String address) implements LedgerRequest {}

    /// Sets the cap of a group of accounts. Ends in `constrained`, also when the group has no account yet, or in
    /// `rejected` where the group lies on another shard.
    ///
    /// @param capFen empty for no cap
    @JsonTypeName("ledger.set-cap.v1")
    record SetCap(StepId id, String group, Optional<Long> capFen, long version) implements LedgerRequest {}

    /// Ends in `posted` or `rejected`.
    @JsonTypeName("ledger.post-entry.v1")
    record PostEntry(StepId id, EntrySpec entry) implements LedgerRequest {}

    /// Checks everything now and reserves: pending debits lower what is available, pending credits count against the
    /// cap. Ends in `held` or `rejected`.
    ///
    /// @param expiresAt when the ledger gives the held amounts back by itself (`expired`); empty for a hold that
    ///                  waits for an answer from outside, which no clock may end
    @JsonTypeName("ledger.hold-entry.v1")
    record HoldEntry(
            StepId id,
            EntrySpec entry,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> expiresAt) implements LedgerRequest {
        public HoldEntry(StepId id, EntrySpec entry) {
            this(id, entry, Optional.empty());
        }
    }

    /// Posts a held entry and so ends the hold. Ends in `captured`, or in `rejected` when the hold is unknown, has
    /// ended, or holds less than is asked for; within what is held it is never rejected.
    ///
    /// @param amountsFen what to post of each leg that was held, in the order of `held`; zero posts nothing of
    ///                   a leg, and what is not posted is given back. Empty for everything
    @JsonTypeName("ledger.capture-hold.v1")
    record CaptureHold(
            StepId id,
            StepId hold,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<Long>> amountsFen) implements LedgerRequest {
        public CaptureHold(StepId id, StepId hold) {
            this(id, hold, Optional.empty());
        }
    }

    /// Gives a held entry back. Ends in `voided`, or in `rejected` when the hold is unknown or has ended.
    @JsonTypeName("ledger.void-hold.v1")
    record VoidHold(StepId id, StepId hold) implements LedgerRequest {}

    /// Gives a held entry back whose time is over; the ledger asks itself. Ends in `expired` or `rejected`.
    @JsonTypeName("ledger.expire-hold.v1")
    record ExpireHold(StepId id, StepId hold) implements LedgerRequest {}

    /// Posts a posted or captured entry the other way round, as an entry of its own (冲正); what was written stays as it
    /// is. It is checked like any entry, except that it may exceed caps. Ends in `reversed` or `rejected`; an entry
    /// is reversed once and whole, and a reversal is not reversed.
    ///
    /// @param entry the step and attempt that posted it
    @JsonTypeName("ledger.reverse-entry.v1")
    record ReverseEntry(StepId id, StepId entry, Instant requestedAt, Instant authorizedAt) implements LedgerRequest {}

    /// An account to be.
    ///
    /// @param owner    the party that may read it, if any
    /// @param floorFen empty for an account that may stand on either side
    /// @param group    the cap group that it counts in, if any
    /// @param capFen   its own cap, empty for none: what an account that stands on debits can give at most
    record AccountSpec(
            String address,
            Subject subject,
            String operator,
            String branchCode,
            Optional<String> owner,
            Optional<Long> floorFen,
            Optional<String> group,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> capFen) {
        public AccountSpec(
                String address,
                Subject subject,
                String operator,
                String branchCode,
                Optional<String> owner,
                Optional<Long> floorFen,
                Optional<String> group) {
            this(address, subject, operator, branchCode, owner, floorFen, group, Optional.empty());
        }
    }

    /// The content of an entry.
    ///
    /// @param opens      accounts that the entry opens when they are not there yet
    /// @param validUntil the entry is rejected when it is decided later than this
    record EntrySpec(
            TxType txType,
            String payerOperator,
            String payeeOperator,
            String branchCode,
            List<LegSpec> legs,
            List<AccountSpec> opens,
            Instant requestedAt,
            Instant authorizedAt,
            Optional<Instant> validUntil) {
        public EntrySpec {
            if (legs.isEmpty()) {
                throw new IllegalArgumentException("an entry needs a leg");
            }
            for (int i = 0; i < legs.size(); i++) {
                var leg = legs.get(i);
                int legNo = i + 1;
                leg.restOf().ifPresent(of -> {
                    if (of < 1 || of >= legNo || legs.get(of - 1).upTo().isEmpty()) {
                        throw new IllegalArgumentException("restOf must name an earlier leg with upTo");
                    }
                    if (legs.get(of - 1).amountFen() != leg.amountFen()) {
                        throw new IllegalArgumentException("a rest has the amountFen of its leg");
                    }
                });
            }
        }
    }

    /// Moves an amount from one account to another.
    ///
    /// @param amountFen    what is to be moved; more than zero
    /// @param upTo         moves what the debit account can spare, `amountFen` at most; moves nothing at all
    ///                     where it can spare nothing, and the leg is then left out
    /// @param restOf       the number (from 1) of an earlier leg: this one moves what that one left of its amount
    /// @param elseTo       the account to credit when `credit` is closed (UNCLAIMED, SUSPENSE)
    /// @param mayExceedCap true where the credit must be accepted above the cap (a refund); what an account that
    ///                     stands on debits can give ends at its cap all the same
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record LegSpec(
            String debit,
            String credit,
            long amountFen,
            Optional<UpTo> upTo,
            Optional<Integer> restOf,
            Optional<String> elseTo,
            boolean mayExceedCap) {
        public LegSpec {
            if (amountFen <= 0) {
                throw new IllegalArgumentException("amountFen must be positive");
            }
            if (debit.equals(credit) || elseTo.filter(debit::equals).isPresent()) {
                throw new IllegalArgumentException("a leg needs two accounts");
            }
        }

        public LegSpec(String debit, String credit, long amountFen, boolean mayExceedCap) {
            this(debit, credit, amountFen, Optional.empty(), Optional.empty(), Optional.empty(), mayExceedCap);
        }
    }

    /// How far a leg may go down, its account's floor aside.
    ///
    /// @param leaveFen   what must be left in the debit account
    /// @param atLeastFen the entry is rejected when the leg could move less than this
    record UpTo(long leaveFen, long atLeastFen) {
        public UpTo {
            if (leaveFen < 0 || atLeastFen < 0) {
                throw new IllegalArgumentException("leaveFen and atLeastFen must not be negative");
            }
        }
    }
}
