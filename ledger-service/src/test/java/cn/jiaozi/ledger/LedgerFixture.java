package cn.jiaozi.ledger;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Requests with sensible defaults.
public final class LedgerFixture {
    public static final Instant NOON = Instant.parse("2026-11-23T04:00:00Z");

    private LedgerFixture() {}

    public static AccountSpec wallet(String walletId) {
        return new AccountSpec(
                Addresses.wallet(walletId),
                Subject.WALLET,
                "102",
                "0200",
                Optional.of("party-" + walletId),
                Optional.of(0L),
                Optional.of(Addresses.walletGroup(walletId)));
    }

    public static AccountSpec core(String branchCode) {
        return new AccountSpec(
                Addresses.coreClearing(branchCode),
                Subject.CORE_CLEARING,
                "102",
                branchCode,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static LedgerRequest open(StepId id, AccountSpec... accounts) {
        return new LedgerRequest.OpenAccounts(id, List.of(accounts));
    }

    public static LegSpec leg(String debit, String credit, long amountFen) {
        return new LegSpec(debit, credit, amountFen, false);
    }

    public static LegSpec exemptLeg(String debit, String credit, long amountFen) {
        return new LegSpec(debit, credit, amountFen, true);
    }

    public static EntrySpec entry(LegSpec... legs) {
        return new EntrySpec(TxType.P2P, "102", "102", "0200", List.of(legs), List.of(), NOON, NOON, Optional.empty());
    }

    public static EntrySpec until(Instant validUntil, EntrySpec entry) {
        return new EntrySpec(
                entry.txType(),
                entry.payerOperator(),
                entry.payeeOperator(),
                entry.branchCode(),
                entry.legs(),
                entry.opens(),
                entry.requestedAt(),
                entry.authorizedAt(),
                Optional.of(validUntil));
    }

    public static EntrySpec opening(EntrySpec entry, AccountSpec... opens) {
        return new EntrySpec(
                entry.txType(),
                entry.payerOperator(),
                entry.payeeOperator(),
                entry.branchCode(),
                entry.legs(),
                List.of(opens),
                entry.requestedAt(),
                entry.authorizedAt(),
                entry.validUntil());
    }

    public static LedgerRequest post(String businessId, LegSpec... legs) {
        return new LedgerRequest.PostEntry(StepId.first(businessId, "post"), entry(legs));
    }

    public static LedgerRequest hold(String businessId, LegSpec... legs) {
        return new LedgerRequest.HoldEntry(StepId.first(businessId, "hold"), entry(legs));
    }

    public static LedgerRequest capture(String businessId) {
        return new LedgerRequest.CaptureHold(StepId.first(businessId, "capture"), StepId.first(businessId, "hold"));
    }

    public static LedgerRequest release(String businessId) {
        return new LedgerRequest.VoidHold(StepId.first(businessId, "void"), StepId.first(businessId, "hold"));
    }

    /// Holds until a moment.
    public static LedgerRequest holdUntil(Instant expiresAt, String businessId, LegSpec... legs) {
        return new LedgerRequest.HoldEntry(StepId.first(businessId, "hold"), entry(legs), Optional.of(expiresAt));
    }

    public static LedgerRequest capture(String businessId, Long... amountsFen) {
        return new LedgerRequest.CaptureHold(
                StepId.first(businessId, "capture"),
                StepId.first(businessId, "hold"),
                Optional.of(List.of(amountsFen)));
    }

    public static LedgerRequest expire(String businessId) {
        return new LedgerRequest.ExpireHold(StepId.first(businessId, "expire"), StepId.first(businessId, "hold"));
    }

    public static LedgerRequest reverse(String businessId) {
        return new LedgerRequest.ReverseEntry(
                StepId.first(businessId, "reverse"), StepId.first(businessId, "post"), NOON, NOON);
    }

    public static LedgerRequest close(String walletId) {
        return new LedgerRequest.CloseAccount(StepId.first("wallet:" + walletId, "close"), Addresses.wallet(walletId));
    }

    /// Moves what can be spared, up to an amount.
    public static LegSpec upTo(String debit, String credit, long amountFen, long leaveFen, long atLeastFen) {
        return new LegSpec(
                debit,
                credit,
                amountFen,
                Optional.of(new UpTo(leaveFen, atLeastFen)),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /// Moves what an earlier leg has left of its amount.
    public static LegSpec restOf(int leg, String debit, String credit, long amountFen) {
        return new LegSpec(debit, credit, amountFen, Optional.empty(), Optional.of(leg), Optional.empty(), false);
    }

    public static LegSpec orElseTo(String other, LegSpec leg) {
        return new LegSpec(
                leg.debit(),
                leg.credit(),
                leg.amountFen(),
                leg.upTo(),
                leg.restOf(),
                Optional.of(other),
                leg.mayExceedCap());
    }
}
