package cn.jiaozi.merchant.receipt;

import cn.jiaozi.contracts.PayMode;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.merchant.paper.Label;
import cn.jiaozi.merchant.paper.Receipt;
import cn.jiaozi.merchant.paper.Receipt.Detail;
import cn.jiaozi.merchant.paper.Receipt.Kind;
import cn.jiaozi.merchant.paper.Receipt.Party;
import cn.jiaozi.merchant.receipt.Issue.Given;
import cn.jiaozi.merchant.receipt.Issue.Refused;
import cn.jiaozi.merchant.receipt.Issue.Why;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Of what there is a receipt: of what the ledger has posted, as the ledger has posted it, and of nothing else.
final class ReceiptRules {
    /// A customer's name is nobody's business.
    private static final String NO_NAME = "—";

    private ReceiptRules() {}

    /// @param legs of the sale's or refund's entry
    static Issue ofSale(Sold sold, List<Booked> legs, Holder holder) {
        if (sold.isFeeUnknown()) {
            return notYet("What of the fee comes back with this refund is not known yet; ask again in some seconds");
        }
        var customer = new Party(NO_NAME, "****" + sold.payerTail(), sold.payerOperator());
        // A refund is the merchant's, also where somebody else has advanced its money.
        Predicate<Booked> expected = sold.isRefund() ? _ -> true : into(holder);
        return issue(
                legs,
                Math.absExact(sold.amountFen()),
                expected,
                booked -> new Receipt(
                        kind(sold),
                        sold.accountingDate(),
                        booked.getFirst().at(),
                        entries(booked),
                        sold.isRefund() ? holder.wallet() : customer,
                        sold.isRefund() ? customer : holder.wallet(),
                        Math.absExact(sold.amountFen()),
                        details(sold, booked)));
    }

    /// As far as it has come: while it is paid, of the payout; after it came back, of its return, which names
    /// the payout.
    ///
    /// @param paid     legs of the payout
    /// @param returned legs of its return
    static Issue ofPayout(PaidOut payout, List<Booked> paid, List<Booked> returned, Holder holder) {
        return switch (payout.state()) {
            case PLANNED, DEBITED, SENT, UNKNOWN ->
                notYet("The payout is " + payout.state() + "; there is a receipt once the bank has paid it");
            case SKIPPED, REFUSED ->
                new Refused(Why.NEVER_BOOKED, "The payout is " + payout.state() + ", and no money has left the wallet");
            case PAID -> payout(payout, paid, holder);
            case RETURNED -> payoutReturn(payout, paid, returned, holder);
        };
    }

    /// Of the payout itself, whatever has become of it since.
    static Issue payout(PaidOut payout, List<Booked> paid, Holder holder) {
        return payout.paidOn()
                .map(on -> issue(paid, payout.amountFen().orElse(0L), outOf(holder), booked -> {
                    var details = new ArrayList<Detail>();
                    add(details, Label.BANK_REFERENCE, payout.bankRef());
                    return receipt(Kind.PAYOUT, on, booked, payout, holder, details);
                }))
                .orElseGet(() -> notYet("The ledger has not told yet that the payout was paid"));
    }

    private static Issue payoutReturn(PaidOut payout, List<Booked> paid, List<Booked> returned, Holder holder) {
        return payout.returnedOn()
                .map(on -> issue(returned, payout.amountFen().orElse(0L), into(holder), booked -> {
                    var details = new ArrayList<Detail>();
                    add(details, Label.BANK_REFERENCE, payout.bankRef());
                    add(
                            details,
                            Label.ORIGINAL_RECEIPT,
                            payout.paidOn()
                                    .filter(_ -> !paid.isEmpty())
                                    .map(day ->
                                            Receipt.number(day, paid.getFirst().entry())));
                    return receipt(Kind.PAYOUT_RETURN, on, booked, payout, holder, details);
                }))
                .orElseGet(() -> notYet("The ledger has not told yet that the payout came back"));
    }

    private static Receipt receipt(
            Kind kind, LocalDate on, List<Booked> booked, PaidOut payout, Holder holder, List<Detail> details) {
        add(details, Label.BUSINESS_ID, Optional.of(payout.businessId()));
        add(details, Label.ENTRIES, Optional.of(String.join(" ", entries(booked))));
        var account = holder.bankAccount(payout.accountTail());
        boolean isBack = kind == Kind.PAYOUT_RETURN;
        return new Receipt(
                kind,
                on,
                booked.getFirst().at(),
                entries(booked),
                isBack ? account : holder.wallet(),
                isBack ? holder.wallet() : account,
                payout.amountFen().orElseThrow(),
                details);
    }

    private interface Making {
        Receipt of(List<Booked> booked);
    }

    /// @param expected of each leg
    private static Issue issue(List<Booked> legs, long amountFen, Predicate<Booked> expected, Making making) {
        if (legs.isEmpty()) {
            return notYet("The ledger has not told yet of what was booked; ask again in some seconds");
        }
        long bookedFen = legs.stream().mapToLong(Booked::amountFen).reduce(0, Math::addExact);
        return legs.stream().allMatch(expected) && bookedFen == amountFen
                ? new Given(making.of(legs))
                : new Refused(
                        Why.DOES_NOT_ADD_UP,
                        "The ledger has booked something else than was told of it; the bank is looking into it");
    }

    private static Predicate<Booked> into(Holder holder) {
        return leg -> leg.credit().equals(holder.address());
    }

    private static Predicate<Booked> outOf(Holder holder) {
        return leg -> leg.debit().equals(holder.address());
    }

    private static Kind kind(Sold sold) {
        if (sold.isRefund()) {
            return Kind.REFUND;
        }
        return sold.txType() == TxType.OFFLINE_SETTLE ? Kind.OFFLINE_PAYMENT : Kind.PAYMENT;
    }

    private static List<Detail> details(Sold sold, List<Booked> booked) {
        var details = new ArrayList<Detail>();
        // Nobody has ordered what was paid without a network.
        add(details, Label.ORDER, Optional.of(sold.orderId()).filter(order -> !order.equals(sold.businessId())));
        add(details, Label.PAY_MODE, sold.payMode().map(mode -> called(mode) + " " + mode));
        add(details, Label.STORE, sold.storeNo());
        add(details, Label.TERMINAL, sold.terminalId());
        add(details, Label.VOUCHERS, sold.vouchers().map(String::valueOf));
        add(details, Label.REFUND_NO, sold.refundNo());
        add(
                details,
                sold.isRefund() ? Label.FEE_RETURNED : Label.FEE,
                sold.feeFen().map(ReceiptRules::yuan));
        add(details, Label.GOODS, sold.goods());
        add(details, Label.REMARK, sold.remark());
        add(details, Label.BUSINESS_ID, Optional.of(sold.businessId()));
        add(details, Label.ORIGINAL_ID, Optional.of(sold.paymentBusinessId()).filter(_ -> sold.isRefund()));
        add(details, Label.ENTRIES, Optional.of(String.join(" ", entries(booked))));
        return details;
    }

    private static String called(PayMode mode) {
        return switch (mode) {
            case MERCHANT_QR_STATIC -> "静态收款码";
            case MERCHANT_QR_DYNAMIC -> "动态收款码";
            case PAYMENT_CODE -> "付款码";
            case TAP_OFFLINE -> "双离线";
        };
    }

    private static void add(List<Detail> details, Label label, Optional<String> value) {
        value.filter(text -> !text.isBlank())
                .map(text -> new Detail(label, text))
                .ifPresent(details::add);
    }

    private static List<String> entries(List<Booked> booked) {
        return booked.stream().map(Booked::entry).toList();
    }

    private static Refused notYet(String detail) {
        return new Refused(Why.NOT_BOOKED_YET, detail);
    }

    private static String yuan(long fen) {
        return String.format(Locale.ROOT, "CNY %,d.%02d", fen / 100, fen % 100);
    }
}
