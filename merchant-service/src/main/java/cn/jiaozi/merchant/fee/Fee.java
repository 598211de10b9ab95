package cn.jiaozi.merchant.fee;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Posted;
import cn.jiaozi.contracts.LedgerEvent.Rejected;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a merchant pays for one payment, or what of it comes back with one refund (手续费): an entry of its own between
/// the merchant's wallet and the bank's income, with no third party.
///
/// @param saleBusinessId of the payment, the refund or the vouchers that it belongs to
/// @param walletId       that took the money
/// @param attempt        of the entry; rises with every asking after a rejection
/// @param reason         of the last rejection
record Fee(
        String businessId,
        String saleBusinessId,
        String paymentBusinessId,
        String merchantNo,
        String walletId,
        String branchCode,
        Kind kind,
        long amountFen,
        UUID planId,
        int rateBp,
        FeeState state,
        int attempt,
        Optional<Reason> reason,
        Optional<LocalDate> accountingDate,
        Instant requestedAt,
        Optional<Instant> endedAt) {
    private static final String STEP = "post";

    enum Kind {
        /// Out of the wallet.
        FEE,
        /// Back into it.
        FEE_RETURN
    }

    static Fee of(Turnover.Sold sold, Plans.Agreed agreed, long feeFen, Instant now) {
        return new Fee(
                idOf(sold.businessId()),
                sold.businessId(),
                sold.businessId(),
                sold.merchantNo(),
                sold.walletId(),
                agreed.branchCode(),
                Kind.FEE,
                feeFen,
                agreed.plan().planId(),
                agreed.plan().terms().rateBp(),
                FeeState.REQUESTED,
                1,
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty());
    }

    /// What of this fee comes back with a refund; not before the fee itself is posted.
    Fee returned(Turnover.Refunded refunded, long returnFen, Instant now) {
        return new Fee(
                idOf(refunded.businessId()),
                refunded.businessId(),
                paymentBusinessId,
                merchantNo,
                walletId,
                branchCode,
                Kind.FEE_RETURN,
                returnFen,
                planId,
                rateBp,
                state == FeeState.POSTED ? FeeState.REQUESTED : FeeState.WAITING,
                1,
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty());
    }

    /// A sale has one fee, so that its id, with another noun, serves both.
    private static String idOf(String saleBusinessId) {
        return FeeService.NOUN + saleBusinessId.substring(saleBusinessId.indexOf(':'));
    }

    StepId step() {
        return new StepId(businessId, STEP, attempt);
    }

    /// The fee after an answer to what was asked last; empty for a repeat, and for an answer to an earlier attempt.
    Optional<Fee> heard(LedgerEvent answer) {
        if (state != FeeState.REQUESTED || !answer.id().equals(step())) {
            return Optional.empty();
        }
        return switch (answer) {
            case Posted posted -> Optional.of(posted(posted.entry()));
            case Rejected rejected -> Optional.of(rejected(rejected.reason()));
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.Conflicted _ -> Optional.empty();
        };
    }

    private Fee posted(LedgerEvent.Entry entry) {
        return ended(FeeState.POSTED, reason, Optional.of(entry.accountingDate()), Optional.of(entry.at()));
    }

    private Fee rejected(Reason why) {
        return ended(FeeState.REJECTED, Optional.of(why), Optional.empty(), Optional.empty());
    }

    private Fee ended(FeeState next, Optional<Reason> why, Optional<LocalDate> on, Optional<Instant> at) {
        return new Fee(
                businessId,
                saleBusinessId,
                paymentBusinessId,
                merchantNo,
                walletId,
                branchCode,
                kind,
                amountFen,
                planId,
                rateBp,
                next,
                attempt,
                why,
                on,
                requestedAt,
                at);
    }

    /// @param operator our own code: merchants' wallets and the income are both ours
    PostEntry entry(String operator, Instant now) {
        var wallet = Addresses.wallet(walletId);
        var income = Addresses.feeIncome(branchCode);
        var leg =
                switch (kind) {
                    case FEE -> new LegSpec(wallet, income, amountFen, false);
                    case FEE_RETURN -> new LegSpec(income, wallet, amountFen, true);
                };
        var type =
                switch (kind) {
                    case FEE -> TxType.FEE;
                    case FEE_RETURN -> TxType.FEE_RETURN;
                };
        var opens = new AccountSpec(
                income, Subject.FEE_INCOME, operator, branchCode, Optional.empty(), Optional.empty(), Optional.empty());
        return new PostEntry(
                step(),
                new EntrySpec(
                        type,
                        operator,
                        operator,
                        branchCode,
                        List.of(leg),
                        List.of(opens),
                        requestedAt,
                        now,
                        Optional.empty()));
    }
}
