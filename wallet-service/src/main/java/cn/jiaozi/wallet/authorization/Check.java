package cn.jiaozi.wallet.authorization;

import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.limit.LimitPolicy;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.pinfree.PinFree;
import cn.jiaozi.wallet.restriction.Posture;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/// What must hold for a transfer to be authorized, in the one order that decides which reason is told when several
/// apply: first what the caller may know at all, then the other side, then what may change by waiting.
@SuppressWarnings("ImmutableEnumChecker") // The predicates are lambdas without state.
enum Check {
    PAYER_EXISTS(Reason.WALLET_NOT_FOUND, transfer -> transfer.payer().isPresent()),
    PAYER_IS_YOURS(
            Reason.WALLET_NOT_YOURS,
            transfer -> transfer.paying().ownerParty().equals(transfer.request().requestedBy())),
    PAYER_IS_ACTIVE(Reason.WALLET_STATE_INVALID, transfer -> transfer.paying().isActive()),
    OPERATORS_ARE_CONNECTED(
            Reason.OPERATOR_UNREACHABLE,
            transfer -> transfer.request().payer().operator().equals(transfer.operator())
                    && transfer.request().payee().operator().equals(transfer.operator())),
    PAYEE_EXISTS(Reason.WALLET_NOT_FOUND, transfer -> transfer.payee().isPresent()),
    PAYEE_IS_ACTIVE(
            Reason.WALLET_STATE_INVALID, transfer -> transfer.receiving().isActive()),
    WALLETS_DIFFER(
            Reason.SAME_WALLET,
            transfer ->
                    !transfer.paying().walletId().equals(transfer.receiving().walletId())),
    NOTHING_IS_FROZEN(
            Reason.WALLET_FROZEN,
            transfer -> !transfer.payerPosture().debitStopped()
                    && !transfer.payeePosture().creditStopped()),
    CLASSES_MAY(Reason.WALLET_TYPE_INVALID, Check::classesMay),
    CONFIRMED_OR_SMALL(Reason.AUTH_FACTOR_MISSING, Check::isConfirmedOrSmall),
    SINGLE_LIMIT(
            Reason.LIMIT_SINGLE, transfer -> within(transfer, transfer.terms().singleFen(), 0)),
    DAILY_LIMIT(
            Reason.LIMIT_DAILY,
            transfer -> within(
                    transfer, transfer.terms().dailyFen(), transfer.usedOnDay().fen())),
    ANNUAL_LIMIT(
            Reason.LIMIT_ANNUAL, transfer -> within(transfer, transfer.terms().annualFen(), transfer.spentInYearFen()));

    /// Everything that the decision on one transfer depends on.
    ///
    /// @param operator our own
    /// @param terms    the limits of the payer's class on the day of the request; without any when there
    ///                 is no payer
    /// @param pinFree  what may be paid without a factor
    record Transfer(
            TransferRequested request,
            String operator,
            Optional<Wallet> payer,
            Optional<Wallet> payee,
            Posture payerPosture,
            Posture payeePosture,
            LimitPolicy.Terms terms,
            PinFree pinFree,
            Spending.Used usedOnDay,
            long spentInYearFen) {
        private Wallet paying() {
            return payer.orElseThrow();
        }

        private Wallet receiving() {
            return payee.orElseThrow();
        }
    }

    private final Reason reason;
    private final Predicate<Transfer> holds;

    Check(Reason reason, Predicate<Transfer> holds) {
        this.reason = reason;
        this.holds = holds;
    }

    Reason reason() {
        return reason;
    }

    /// The first reason against the transfer, or empty when it may happen.
    static Optional<Reason> refusal(Transfer transfer) {
        return Arrays.stream(values())
                .filter(check -> !check.holds.test(transfer))
                .findFirst()
                .map(Check::reason);
    }

    /// Refunds do not count towards limits, nor does what an organization pays.
    static boolean counts(TxType txType, WalletClass payerClass) {
        boolean isPayment =
                switch (txType) {
                    case P2P, CONSUME, OFFLINE_SETTLE -> true;
                    case REFUND,
                            EXCHANGE_IN,
                            REDEEM,
                            REDEEM_RETURN,
                            OFFLINE_LOAD,
                            OFFLINE_UNLOAD,
                            OFFLINE_RECOVERY,
                            FEE,
                            FEE_RETURN,
                            REFUND_RECOVERY,
                            PAYOUT,
                            PAYOUT_RETURN,
                            ADJUSTMENT -> false;
                };
        return isPayment && payerClass != WalletClass.CORPORATE;
    }

    /// Whether nothing was shown but a token. A merchant's refund is its own act.
    static boolean isUnconfirmed(TransferRequested request) {
        return switch (request) {
            case PaymentRequested payment -> payment.authFactors().isEmpty();
            case RefundRequested _ -> false;
        };
    }

    /// An organization's payments come from its own systems, which show who they are by other means.
    static boolean isPinFree(TransferRequested request, WalletClass payerClass) {
        return isUnconfirmed(request) && counts(request.txType(), payerClass);
    }

    private static boolean classesMay(Transfer transfer) {
        return switch (transfer.request().txType()) {
            case P2P -> transfer.paying().walletClass() != WalletClass.CLASS_IV;
            case CONSUME -> mayBeAMerchants(transfer.receiving().walletClass());
            case REFUND -> true;
            case EXCHANGE_IN,
                    REDEEM,
                    REDEEM_RETURN,
                    OFFLINE_LOAD,
                    OFFLINE_UNLOAD,
                    OFFLINE_SETTLE,
                    OFFLINE_RECOVERY,
                    FEE,
                    FEE_RETURN,
                    REFUND_RECOVERY,
                    PAYOUT,
                    PAYOUT_RETURN,
                    ADJUSTMENT ->
                throw new IllegalStateException(transfer.request().txType() + " is not a transfer");
        };
    }

    /// Who is paid for an order is a merchant that was reviewed. A sole proprietor may be paid into his own wallet, if
    /// it is one that knows who he is; this is the first place that sees its class.
    private static boolean mayBeAMerchants(WalletClass receiving) {
        return switch (receiving) {
            case CORPORATE, CLASS_II -> true;
            case CLASS_IV, HW_ANON -> false;
        };
    }

    private static boolean isConfirmedOrSmall(Transfer transfer) {
        var request = transfer.request();
        var used = transfer.usedOnDay();
        return !isPinFree(request, transfer.paying().walletClass())
                || transfer.pinFree().allows(request.amountFen(), used.pinFreeFen(), used.pinFreeCount());
    }

    private static boolean within(Transfer transfer, Optional<Long> limitFen, long spentFen) {
        return !counts(transfer.request().txType(), transfer.paying().walletClass())
                || limitFen.isEmpty()
                || transfer.request().amountFen() <= limitFen.get() - spentFen;
    }
}
