package cn.jiaozi.wallet.load;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.purse.Purse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Loads, unloads and returns as entries of the ledger. Only the ledger knows what vouchers have left of a
/// reserve, so what comes out of one is always "up to". Money stays within the wallet's cap group, so no cap is
/// in the way.
final class LoadEntries {
    private static final Optional<UpTo> WHAT_IS_THERE = Optional.of(new UpTo(0, 0));

    private LoadEntries() {}

    static PostEntry load(Purse purse, LoadAct act, Instant now) {
        var asked = act.asked().orElseThrow();
        var reserve = Addresses.reserve(purse.walletId(), purse.purseId(), asked.number());
        var legs = new ArrayList<LegSpec>();
        if (asked.remainderFen() > 0) {
            var before = Addresses.reserve(purse.walletId(), purse.purseId(), asked.number() - 1);
            legs.add(leg(before, reserve, asked.remainderFen()));
        }
        if (act.amountFen() > 0) {
            legs.add(new LegSpec(Addresses.wallet(purse.walletId()), reserve, act.amountFen(), true));
        }
        var opens = new AccountSpec(
                reserve,
                Subject.OFFLINE_RESERVE,
                purse.operator(),
                purse.branchCode(),
                Optional.of(purse.party()),
                Optional.of(0L),
                Optional.of(Addresses.walletGroup(purse.walletId())));
        return new PostEntry(
                act.step(), entry(TxType.OFFLINE_LOAD, purse, legs, List.of(opens), act.requestedAt(), now));
    }

    static PostEntry unload(Purse purse, LoadAct act, Load load, Instant now) {
        var leg = leg(
                load.reserve(),
                Addresses.wallet(load.walletId()),
                act.asked().orElseThrow().remainderFen());
        return new PostEntry(
                act.step(), entry(TxType.OFFLINE_UNLOAD, purse, List.of(leg), List.of(), act.requestedAt(), now));
    }

    /// Whatever is left of a reserve, back to the wallet.
    static PostEntry release(Purse purse, Load load, Instant now) {
        var leg = leg(load.reserve(), Addresses.wallet(load.walletId()), load.amountFen());
        return new PostEntry(
                new StepId(load.businessId(), Load.RELEASE, load.releases()),
                entry(TxType.OFFLINE_UNLOAD, purse, List.of(leg), List.of(), now, now));
    }

    private static LegSpec leg(String from, String to, long amountFen) {
        return new LegSpec(from, to, amountFen, WHAT_IS_THERE, Optional.empty(), Optional.empty(), true);
    }

    private static EntrySpec entry(
            TxType type, Purse purse, List<LegSpec> legs, List<AccountSpec> opens, Instant requestedAt, Instant now) {
        return new EntrySpec(
                type,
                purse.operator(),
                purse.operator(),
                purse.branchCode(),
                legs,
                opens,
                requestedAt,
                now,
                Optional.empty());
    }
}
