package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Optional;

/// What wallet-service decided. Topic [Topics#WALLET], keyed by the business id.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface WalletEvent {
    String businessId();

    /// A requested transfer may not happen; nothing reached the ledger.
    @JsonTypeName("wallet.refused.v1")
    record Refused(String businessId, Reason reason, Instant at) implements WalletEvent {}

    /// The business id was asked for before with other content; nothing changed.
    ///
    /// @param field the first field that differs
    @JsonTypeName("wallet.conflicted.v1")
    record Conflicted(String businessId, String field, Instant at) implements WalletEvent {}

    /// How far a payout is at the bank's core system. The money itself is told of by the ledger.
    ///
    /// @param bankRef the core's own number of it, once it has booked
    /// @param reason  why the core has not booked
    @JsonTypeName("wallet.payout-moved.v1")
    record PayoutMoved(
            String businessId, PayoutMove state, Optional<String> bankRef, Optional<Reason> reason, Instant at)
            implements WalletEvent {}

    /// In the order in which they come.
    enum PayoutMove {
        /// The core is called.
        SENT,
        /// An answer was lost; the core is asked what became of it.
        UNKNOWN,
        /// The core has booked, and the ledger is asked to capture.
        PAID,
        /// The core has refused, and the ledger is asked to void.
        FAILED
    }

    /// What the bank's core system says became of a transfer, to who has asked by `merchant.core-query-requested`.
    ///
    /// @param bankRef the core's own number of it, where it has booked
    /// @param reason  why it has not booked
    @JsonTypeName("wallet.core-answered.v1")
    record CoreAnswered(String businessId, CoreWord word, Optional<String> bankRef, Optional<Reason> reason, Instant at)
            implements WalletEvent {}

    /// What became of a transfer at the core.
    enum CoreWord {
        /// Booked.
        DONE,
        /// Booked, and sent back since by the receiving bank (退汇).
        RETURNED,
        /// Not booked, and never will be.
        REFUSED,
        /// The core does not know it, which is not to say that it never will.
        NOT_FOUND,
        /// The core did not answer.
        UNKNOWN;

        /// Whether the core can say nothing else any more.
        public boolean isFinal() {
            return this == DONE || this == RETURNED || this == REFUSED;
        }
    }
}
