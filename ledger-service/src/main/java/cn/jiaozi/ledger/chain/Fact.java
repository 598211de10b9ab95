package cn.jiaozi.ledger.chain;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.sdk.receipt.ClearEntry;
import cn.jiaozi.sdk.receipt.ClearEntry.Leg;
import cn.jiaozi.sdk.receipt.Commitments;
import cn.jiaozi.sdk.receipt.EntryText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An entry as the chain knows it, in clear.
///
/// @param refHeight the earlier entry that this one ends or reverses
public record Fact(
        long height,
        String kind,
        String txType,
        LocalDate accountingDate,
        Instant at,
        StepId id,
        Optional<Long> refHeight,
        List<Leg> legs) {
    /// With further legs behind its own.
    Fact and(List<Leg> further) {
        var all = new ArrayList<>(legs);
        all.addAll(further);
        return new Fact(height, kind, txType, accountingDate, at, id, refHeight, all);
    }

    /// The entry with everything hidden that may be personal data.
    EntryText hide(Commitments.Secret secret) {
        return clear().hide(secret);
    }

    /// As auditors are told.
    ClearEntry clear() {
        return new ClearEntry(
                height,
                kind,
                txType,
                accountingDate,
                at,
                name(id),
                refHeight.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                legs);
    }

    static String name(StepId id) {
        return id.businessId() + " " + id.step() + " " + id.attempt();
    }
}
