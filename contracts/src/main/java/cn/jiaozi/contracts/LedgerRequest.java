package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the ledger is asked to do. Topic [Topics#LEDGER_REQUEST]: one partition a ledger database, one total order.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface LedgerRequest {
    StepId id();

    /// Ends in `accounts-opened` or `rejected`. An account that exists already with the same shape is left as it is.
    @JsonTypeName("ledger.open-accounts.v1")
    record OpenAccounts(StepId id, List<AccountSpec> accounts) implements LedgerRequest {}

    /// Sets the whole constraint of one account. Ends in `constrained` or `rejected`; a version that is not above the
    /// account's own changes nothing and is answered as done.
    ///
    /// @param floorFen no debit below this; it may exceed the balance and so catch later credits
    @JsonTypeName("ledger.constrain-account.v1")
    record ConstrainAccount(
            StepId id, String address, boolean debitFrozen, boolean creditFrozen, long floorFen, long version)
            implements LedgerRequest {}

    /// Sets the cap of a group of accounts. Ends in `constrained`, also when the group has no account yet.
    ///
    /// @param capFen empty for no cap
    @JsonTypeName("ledger.set-cap.v1")
    record SetCap(StepId id, String group, Optional<Long> capFen, long version) implements LedgerRequest {}

    /// Ends in `posted` or `rejected`.
    @JsonTypeName("ledger.post-entry.v1")
    record PostEntry(StepId id, EntrySpec entry) implements LedgerRequest {}

    /// Checks everything now and reserves: pending debits lower what is available, pending credits count against the
    /// cap. Ends in `held` or `rejected`.
    @JsonTypeName("ledger.hold-entry.v1")
    record HoldEntry(StepId id, EntrySpec entry) implements LedgerRequest {}

    /// Posts a held entry in full. Ends in `captured`, or in `rejected` when the hold is unknown or voided.
    @JsonTypeName("ledger.capture-hold.v1")
    record CaptureHold(StepId id, StepId hold) implements LedgerRequest {}

    /// Gives a held entry back. Ends in `voided`, or in `rejected` when the hold is unknown or captured.
    @JsonTypeName("ledger.void-hold.v1")
    record VoidHold(StepId id, StepId hold) implements LedgerRequest {}

    /// An account to be.
    ///
    /// @param owner    the party that may read it, if any
    /// @param floorFen empty for an account that may stand on either side
    /// @param group    the cap group that it counts in, if any
    record AccountSpec(
            String address,
            Subject subject,
            String operator,
            String branchCode,
            Optional<String> owner,
            Optional<Long> floorFen,
            Optional<String> group) {}

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
        }
    }

    /// Moves an amount from one account to another.
    ///
    /// @param mayExceedCap true where the credit must be accepted above the cap (a refund)
    record LegSpec(String debit, String credit, long amountFen, boolean mayExceedCap) {
        public LegSpec {
            if (amountFen <= 0) {
                throw new IllegalArgumentException("amountFen must be positive");
            }
            if (debit.equals(credit)) {
                throw new IllegalArgumentException("a leg needs two accounts");
            }
        }
    }
}
