package cn.jiaozi.ledger.chain;

import cn.jiaozi.contracts.StepId;
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
    public record Leg(String debit, String credit, long amountFen) {}

    /// With further legs behind its own.
    Fact and(List<Leg> further) {
        var all = new ArrayList<>(legs);
        all.addAll(further);
        return new Fact(height, kind, txType, accountingDate, at, id, refHeight, all);
    }

    /// The entry with everything hidden that may be personal data.
    EntryText hide(Commitments.Secret secret) {
        var commitments = new Commitments(secret, height);
        var hidden = new ArrayList<EntryText.Leg>(legs.size());
        for (int i = 0; i < legs.size(); i++) {
            var leg = legs.get(i);
            hidden.add(new EntryText.Leg(
                    commitments.commit(Commitments.debit(i + 1), leg.debit()),
                    commitments.commit(Commitments.credit(i + 1), leg.credit()),
                    leg.amountFen()));
        }
        return new EntryText(
                height,
                kind,
                txType,
                accountingDate,
                at,
                commitments.commit(Commitments.ID, name(id)),
                refHeight.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                hidden);
    }

    static String name(StepId id) {
        return id.businessId() + " " + id.step() + " " + id.attempt();
    }
}
