package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.PaymentEvent.Seller;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Vouchers of one purse and load that are paid to one payee by one entry of the ledger.
///
/// @param vouchers how many
/// @param attempt  from 1; rises after a rejection alone
/// @param reason   why the ledger has said no, the last time
/// @param request  what the ledger was asked, as it was announced
/// @param asked    how often it was announced
record Settlement(
        UUID id,
        String purseId,
        int load,
        WalletParty payer,
        WalletParty payee,
        Optional<Seller> seller,
        int vouchers,
        long amountFen,
        int attempt,
        State state,
        Optional<Reason> reason,
        String request,
        int asked,
        Instant askedAt,
        Optional<Posting> posting) {
    static final String NOUN = "vouchers";
    private static final String STEP = "settle";
    /// Times the balance limit: what the bank of a purse may lose by it (domain 4.5, row 8).
    private static final long LOSS_CAP = 5;

    enum State {
        ASKED,
        POSTED,
        /// The money was not there; what had become of its vouchers is told by others where it was split.
        REFUSED
    }

    /// @param receivableFen what the reserve did not cover
    record Posting(long receivableFen, LocalDate accountingDate, Instant at) {}

    static Settlement asked(
            UUID id,
            PurseFact.Purse purse,
            PurseFact.Load load,
            Recipient recipient,
            Funding funding,
            Sum sum,
            Instant now) {
        var settlement = new Settlement(
                id,
                purse.purseId(),
                load.number(),
                purse.wallet(),
                recipient.wallet(),
                recipient.seller(),
                sum.vouchers(),
                sum.amountFen(),
                1,
                State.ASKED,
                Optional.empty(),
                "",
                1,
                now,
                Optional.empty());
        var entry = new EntrySpec(
                TxType.OFFLINE_SETTLE,
                purse.wallet().operator(),
                recipient.wallet().operator(),
                purse.branchCode(),
                legs(purse, load, recipient, funding, sum.amountFen()),
                funding == Funding.RESERVE ? List.of() : List.of(receivable(purse, load)),
                sum.receivedAt(),
                now,
                Optional.empty());
        return settlement.asking(entry);
    }

    /// @param receivedAt when the first of them was
    record Sum(int vouchers, long amountFen, Instant receivedAt) {}

    PostEntry asks() {
        return Json.read(request, PostEntry.class);
    }

    /// The same with another entry.
    Settlement asking(EntrySpec entry) {
        return asking(new PostEntry(new StepId(businessId(), STEP, attempt), entry));
    }

    Settlement again(EntrySpec entry, Reason why) {
        return new Settlement(
                        id,
                        purseId,
                        load,
                        payer,
                        payee,
                        seller,
                        vouchers,
                        amountFen,
                        attempt + 1,
                        State.ASKED,
                        Optional.of(why),
                        request,
                        asked,
                        askedAt,
                        Optional.empty())
                .asking(entry);
    }

    /// One of its vouchers alone.
    Settlement alone(UUID other, long ofFen, Instant now) {
        var entry = asks().entry();
        var legs = entry.legs().stream()
                .map(leg -> new LegSpec(
                        leg.debit(), leg.credit(), ofFen, leg.upTo(), leg.restOf(), leg.elseTo(), leg.mayExceedCap()))
                .toList();
        return new Settlement(
                        other,
                        purseId,
                        load,
                        payer,
                        payee,
                        seller,
                        1,
                        ofFen,
                        1,
                        State.ASKED,
                        Optional.empty(),
                        "",
                        1,
                        now,
                        Optional.empty())
                .asking(with(entry, legs));
    }

    Settlement posted(Posting posting) {
        return ended(State.POSTED, reason, Optional.of(posting));
    }

    Settlement refused(Reason why) {
        return ended(State.REFUSED, Optional.of(why), Optional.empty());
    }

    String businessId() {
        return NOUN + ":" + id;
    }

    String reserve() {
        return Addresses.reserve(payer.walletId(), purseId, load);
    }

    /// Empty until it is posted.
    Optional<VouchersSettled> event() {
        return posting.map(it -> new VouchersSettled(
                businessId(),
                purseId,
                load,
                payer,
                payee,
                seller,
                vouchers,
                amountFen,
                it.receivableFen(),
                it.accountingDate(),
                it.at()));
    }

    static EntrySpec with(EntrySpec entry, List<LegSpec> legs) {
        return new EntrySpec(
                entry.txType(),
                entry.payerOperator(),
                entry.payeeOperator(),
                entry.branchCode(),
                legs,
                entry.opens(),
                entry.requestedAt(),
                entry.authorizedAt(),
                entry.validUntil());
    }

    private static List<LegSpec> legs(
            PurseFact.Purse purse, PurseFact.Load load, Recipient recipient, Funding funding, long amountFen) {
        var to = Addresses.wallet(recipient.wallet().walletId());
        var owed = Addresses.receivable(purse.wallet().walletId(), purse.purseId());
        return switch (funding) {
            case RESERVE -> List.of(new LegSpec(load.reserve(), to, amountFen, true));
            case RECEIVABLE -> List.of(new LegSpec(owed, to, amountFen, true));
            case RESERVE_FIRST ->
                List.of(
                        new LegSpec(
                                load.reserve(),
                                to,
                                amountFen,
                                Optional.of(new UpTo(0, 0)),
                                Optional.empty(),
                                Optional.empty(),
                                true),
                        new LegSpec(owed, to, amountFen, Optional.empty(), Optional.of(1), Optional.empty(), true));
        };
    }

    private static AccountSpec receivable(PurseFact.Purse purse, PurseFact.Load load) {
        return new AccountSpec(
                Addresses.receivable(purse.wallet().walletId(), purse.purseId()),
                Subject.OFFLINE_RECEIVABLE,
                purse.wallet().operator(),
                purse.branchCode(),
                Optional.empty(),
                Optional.of(0L),
                Optional.empty(),
                Optional.of(Math.multiplyExact(LOSS_CAP, load.limits().balanceFen())));
    }

    private Settlement asking(PostEntry entry) {
        return new Settlement(
                id,
                purseId,
                load,
                payer,
                payee,
                seller,
                vouchers,
                amountFen,
                attempt,
                state,
                reason,
                Json.write(entry),
                asked,
                askedAt,
                posting);
    }

    private Settlement ended(State end, Optional<Reason> why, Optional<Posting> posting) {
        return new Settlement(
                id, purseId, load, payer, payee, seller, vouchers, amountFen, attempt, end, why, request, asked,
                askedAt, posting);
    }
}
