package cn.jiaozi.wallet.authorization;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.wallet.opening.Wallet;
import java.util.List;
import java.util.Optional;

/// A refund of a merchant to whom the bank advances what the wallet cannot pay (垫付). How much that is, and whether
/// it is still within what the merchant may owe, is the ledger's to know.
///
/// @param mostFen what the merchant may owe for all its refunds together
record Advance(RefundRequested refund, Wallet merchant, long mostFen) {
    /// Empty for any other transfer.
    static Optional<Advance> of(TransferRequested request, Wallet payer) {
        return request instanceof RefundRequested refund
                ? refund.advanceFen().map(mostFen -> new Advance(refund, payer, mostFen))
                : Optional.empty();
    }

    /// The wallet's own money first. What was paid once must find its way back, also into a full wallet.
    List<LegSpec> legs() {
        var to = Addresses.wallet(refund.payee().walletId());
        return List.of(
                new LegSpec(
                        Addresses.wallet(merchant.walletId()),
                        to,
                        refund.amountFen(),
                        Optional.of(new UpTo(0, 0)),
                        Optional.empty(),
                        Optional.empty(),
                        true),
                new LegSpec(
                        receivable(),
                        to,
                        refund.amountFen(),
                        Optional.empty(),
                        Optional.of(1),
                        Optional.empty(),
                        true));
    }

    /// Its cap bounds what is owed, its floor what is taken back. merchant-service moves the cap with the grade.
    AccountSpec opens() {
        return new AccountSpec(
                receivable(),
                Subject.MERCHANT_RECEIVABLE,
                merchant.operator(),
                merchant.branchCode(),
                Optional.empty(),
                Optional.of(0L),
                Optional.empty(),
                Optional.of(mostFen));
    }

    private String receivable() {
        return Addresses.refundReceivable(merchant.walletId());
    }
}
