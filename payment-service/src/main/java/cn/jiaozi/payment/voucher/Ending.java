package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.sdk.voucher.Party;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// What an answer of the ledger makes of a settlement and its vouchers.
///
/// @param settlements its new state, and those that go on in its place
/// @param askNow      whether those that are asked are announced at once
/// @param told        whether its end is announced, for the first time or again
record Ending(List<Settlement> settlements, List<Ended> vouchers, boolean askNow, boolean told) {
    private static final Ending NOTHING = new Ending(List.of(), List.of(), false, false);
    private static final Set<Reason> GONE = Set.of(Reason.ACCOUNT_NOT_FOUND, Reason.ACCOUNT_CLOSED);

    /// @param parts in the order in which they were decided
    static Ending of(Settlement asked, List<Part> parts, Answer answer, Supplier<UUID> ids, Instant now) {
        return switch (answer) {
            case Answer.Posted posted ->
                asked.state() == Settlement.State.POSTED
                        ? new Ending(List.of(), List.of(), false, true)
                        : posted(asked, parts, posted.entry());
            case Answer.Rejected no ->
                asked.state() == Settlement.State.ASKED && no.attempt() == asked.attempt()
                        ? rejected(asked, parts, no, ids, now)
                        : NOTHING;
            case Answer.Conflicted _ -> NOTHING;
        };
    }

    /// The first ones have what the reserve could give.
    private static Ending posted(Settlement asked, List<Part> parts, LedgerEvent.Entry entry) {
        long left = entry.legs().stream()
                .filter(leg -> leg.debit().equals(asked.reserve()))
                .mapToLong(LedgerEvent.Leg::amountFen)
                .reduce(0, Math::addExact);
        var posting = new Settlement.Posting(asked.amountFen() - left, entry.accountingDate(), entry.at());
        var ended = new ArrayList<Ended>();
        for (var part : parts) {
            long coveredFen = Math.min(left, part.amountFen());
            left -= coveredFen;
            ended.add(paid(part, part.amountFen() - coveredFen));
        }
        return new Ending(List.of(asked.posted(posting)), ended, false, true);
    }

    private static Ended paid(Part part, long receivableFen) {
        boolean exhausted = receivableFen > 0 && !part.verdict().isSecondSpend();
        return new Ended(
                part,
                part.settlement(),
                Optional.of(exhausted ? Verdict.RESERVE_EXHAUSTED : part.verdict()),
                receivableFen > 0 ? Bearer.ISSUER : part.bearer(),
                true,
                receivableFen);
    }

    private static Ending rejected(
            Settlement asked, List<Part> parts, Answer.Rejected no, Supplier<UUID> ids, Instant now) {
        boolean reserveGone = GONE.contains(no.reason())
                && no.address().filter(asked.reserve()::equals).isPresent();
        if (no.reason() != Reason.INSUFFICIENT_FUNDS && !reserveGone) {
            return new Ending(List.of(asked.again(asked.asks().entry(), no.reason())), List.of(), false, false);
        }
        if (reserveGone && asked.asks().entry().legs().size() > 1) {
            return new Ending(List.of(withoutReserve(asked, no.reason())), List.of(), true, false);
        }
        return parts.size() > 1 ? split(asked, parts, no.reason(), ids, now) : refused(asked, parts, no.reason());
    }

    private static Settlement withoutReserve(Settlement asked, Reason why) {
        var entry = asked.asks().entry();
        var owed = entry.legs().getLast();
        var whole = new LegSpec(owed.debit(), owed.credit(), owed.amountFen(), owed.mayExceedCap());
        return asked.again(Settlement.with(entry, List.of(whole)), why);
    }

    /// What is not there for all may be there for some.
    private static Ending split(Settlement asked, List<Part> parts, Reason why, Supplier<UUID> ids, Instant now) {
        var settlements = new ArrayList<Settlement>();
        var moved = new ArrayList<Ended>();
        settlements.add(asked.refused(why));
        for (var part : parts) {
            var alone = asked.alone(ids.get(), part.amountFen(), now);
            settlements.add(alone);
            moved.add(new Ended(part, alone.id(), Optional.empty(), part.bearer(), false, 0));
        }
        return new Ending(settlements, moved, true, false);
    }

    private static Ending refused(Settlement asked, List<Part> parts, Reason why) {
        var ended = parts.stream().map(Ending::unpaid).toList();
        return new Ending(List.of(asked.refused(why)), ended, false, false);
    }

    private static Ended unpaid(Part part) {
        var fault = Party.isTerminal(part.payee()) ? Bearer.ACQUIRER : Bearer.PAYEE;
        boolean late = part.verdict() == Verdict.OVER_LIMIT || part.verdict() == Verdict.EXPIRED_LATE;
        if (late) {
            return unpaid(part, part.verdict(), Bearer.PAYEE);
        }
        return unpaid(part, part.verdict().isSecondSpend() ? part.verdict() : Verdict.RESERVE_EXHAUSTED, fault);
    }

    private static Ended unpaid(Part part, Verdict verdict, Bearer bearer) {
        return new Ended(part, part.settlement(), Optional.of(verdict), bearer, false, 0);
    }
}
