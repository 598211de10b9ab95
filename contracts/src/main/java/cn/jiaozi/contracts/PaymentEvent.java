package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// What was asked for, and what became of it. Topic [Topics#PAYMENT], keyed by the paying wallet.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface PaymentEvent {
    /// `payment:<uuid>` or `refund:<uuid>`.
    String businessId();

    /// A request to move money between two wallets. Ends in the ledger's `posted` or `rejected`, or in the wallet's
    /// `refused`; a repeat is answered with the stored outcome; other content under the same id with `conflicted`.
    sealed interface TransferRequested extends PaymentEvent {
        WalletParty payer();

        WalletParty payee();

        long amountFen();

        /// The party in whose name the payer's wallet is to be debited.
        String requestedBy();

        Instant requestedAt();

        /// The ledger rejects the request when it arrives later than this.
        Instant validUntil();

        @JsonIgnore
        TxType txType();
    }

    /// @param txType      P2P or CONSUME
    /// @param authFactors what the payer has shown besides a token
    @JsonTypeName("payment.requested.v1")
    record PaymentRequested(
            String businessId,
            TxType txType,
            WalletParty payer,
            WalletParty payee,
            long amountFen,
            String requestedBy,
            Set<AuthFactor> authFactors,
            Instant requestedAt,
            Instant validUntil)
            implements TransferRequested {
        public PaymentRequested {
            authFactors = Set.copyOf(authFactors);
            requirePositive(amountFen);
        }

        @Override
        @JsonIgnore(false)
        public TxType txType() {
            return txType;
        }
    }

    /// The payer is the merchant's wallet, the payee the wallet that had paid.
    ///
    /// @param advanceFen what the bank lets the merchant owe at most for refunds, this one's rest among them, where
    ///                   the wallet has too little; empty for nothing
    @JsonTypeName("refund.requested.v1")
    record RefundRequested(
            String businessId,
            String paymentBusinessId,
            WalletParty payer,
            WalletParty payee,
            long amountFen,
            String requestedBy,
            Instant requestedAt,
            Instant validUntil,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> advanceFen)
            implements TransferRequested {
        public RefundRequested {
            requirePositive(amountFen);
            advanceFen.ifPresent(PaymentEvent::requirePositive);
        }

        public RefundRequested(
                String businessId,
                String paymentBusinessId,
                WalletParty payer,
                WalletParty payee,
                long amountFen,
                String requestedBy,
                Instant requestedAt,
                Instant validUntil) {
            this(
                    businessId,
                    paymentBusinessId,
                    payer,
                    payee,
                    amountFen,
                    requestedBy,
                    requestedAt,
                    validUntil,
                    Optional.empty());
        }

        @Override
        public TxType txType() {
            return TxType.REFUND;
        }
    }

    @JsonTypeName("payment.succeeded.v1")
    record PaymentSucceeded(
            String businessId,
            TxType txType,
            WalletParty payer,
            WalletParty payee,
            long amountFen,
            Optional<Sale> sale,
            LocalDate accountingDate,
            Instant succeededAt)
            implements PaymentEvent {}

    @JsonTypeName("payment.failed.v1")
    record PaymentFailed(String businessId, TxType txType, WalletParty payer, Reason reason, Instant failedAt)
            implements PaymentEvent {}

    @JsonTypeName("refund.succeeded.v1")
    record RefundSucceeded(
            String businessId,
            String paymentBusinessId,
            WalletParty payer,
            WalletParty payee,
            long amountFen,
            Sale sale,
            LocalDate accountingDate,
            Instant succeededAt)
            implements PaymentEvent {}

    @JsonTypeName("refund.failed.v1")
    record RefundFailed(String businessId, String paymentBusinessId, WalletParty payer, Reason reason, Instant failedAt)
            implements PaymentEvent {}

    /// Vouchers of one purse and load have been paid to one payee. The payer's usage is counted with it.
    ///
    /// @param businessId    `vouchers:<uuid>`
    /// @param count         how many of them
    /// @param amountFen     their sum
    /// @param receivableFen what of it no reserve covered, so that the payer owes it
    @JsonTypeName("vouchers.settled.v1")
    record VouchersSettled(
            String businessId,
            String purseId,
            int load,
            WalletParty payer,
            WalletParty payee,
            Optional<Seller> seller,
            int count,
            long amountFen,
            long receivableFen,
            LocalDate accountingDate,
            Instant settledAt)
            implements PaymentEvent {
        public VouchersSettled {
            requirePositive(amountFen);
        }
    }

    /// The till that took vouchers.
    record Seller(String terminalId, String merchantNo, String storeNo) {}

    /// A voucher shows that a purse does what no chip should: wallet-service blocks it.
    ///
    /// @param businessId `suspicion:<purse>`, one a purse
    /// @param verdict    of the voucher that showed it
    @JsonTypeName("purse.suspected.v1")
    record PurseSuspected(String businessId, String purseId, String verdict, String voucherId, Instant at)
            implements PaymentEvent {}

    /// A till has brought vouchers that are forged or used before, several within a day: merchant-service suspends it.
    ///
    /// @param businessId `suspicion:<terminal>`
    /// @param verdicts   how many, since it was told of before
    @JsonTypeName("terminal.suspected.v1")
    record TerminalSuspected(String businessId, String terminalId, int verdicts, Instant at) implements PaymentEvent {}

    /// No more vouchers of a closed load are to come: each has been paid, or has waited in vain. What is left
    /// in its reserve goes back to the wallet.
    ///
    /// @param businessId `load:<purse>/<number>`
    @JsonTypeName("load.settled.v1")
    record LoadSettled(String businessId, String purseId, int load, Instant at) implements PaymentEvent {}

    /// What a merchant sold: the order that was paid or refunded. What is optional was not told from the beginning, and
    /// is not known of every sale.
    ///
    /// @param terminalId of the till that asked for the payment
    /// @param payMode    how payer and merchant found each other
    /// @param refundNo   the merchant's number of a refund
    /// @param attach     what the payer has written to it
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Sale(
            String merchantNo,
            Optional<String> storeNo,
            String orderId,
            String subject,
            Optional<String> terminalId,
            Optional<PayMode> payMode,
            Optional<String> refundNo,
            Optional<String> attach) {
        public Sale(String merchantNo, Optional<String> storeNo, String orderId, String subject) {
            this(
                    merchantNo,
                    storeNo,
                    orderId,
                    subject,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /// As it was paid.
        public Sale paid(Optional<String> till, PayMode how, Optional<String> said) {
            return new Sale(merchantNo, storeNo, orderId, subject, till, Optional.of(how), Optional.empty(), said);
        }

        /// As it was given back.
        public Sale refunded(String number) {
            return new Sale(merchantNo, storeNo, orderId, subject, terminalId, payMode, Optional.of(number), attach);
        }
    }

    private static void requirePositive(long amountFen) {
        if (amountFen <= 0) {
            throw new IllegalArgumentException("amountFen must be positive");
        }
    }
}
