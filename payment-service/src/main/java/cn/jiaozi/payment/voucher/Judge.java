package cn.jiaozi.payment.voucher;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What becomes of a copy: the checks of the protocol in their order (docs/offline.md, "Reconciliation"). The
/// first one that stops it decides. What none stops is paid, in the class that binds the payment most. The same
/// knowledge always gives the same finding.
final class Judge {
    /// Numbers are those of the protocol's table.
    private static final List<Stop> STOPS = List.of(
            Parties::payee, // 2
            Parties::uploader, // 3
            Judge::duplicate, // 4
            Parties::payer, // 5
            Parties::acknowledgement, // 6
            Parties::certificates, // 7
            Parties::revocation, // 8
            Spending::loadOnItsWay,
            Spending::doubleSpend, // 9
            Spending::fork, // 10
            Spending::nonce, // 11
            Spending::unknownLoad, // 12
            Spending::beyondItsLoad); // 13

    private static final List<PaidAs> CLASSES = List.of(
            new PaidAs(Spending::isDoubleSpend, Verdict.DOUBLE_SPEND, Bearer.ISSUER, Optional.of(Funding.RECEIVABLE)),
            new PaidAs(Spending::isFork, Verdict.FORK, Bearer.ISSUER, Optional.of(Funding.RECEIVABLE)),
            new PaidAs(Spending::isOverLimit, Verdict.OVER_LIMIT, Bearer.ISSUER, Optional.empty()),
            new PaidAs(Spending::isLate, Verdict.EXPIRED_LATE, Bearer.NONE, Optional.of(Funding.RESERVE)),
            new PaidAs(Parties::isRevoked, Verdict.REVOKED, Bearer.ISSUER, Optional.empty()),
            new PaidAs(Parties::isCertificateOver, Verdict.CERT_EXPIRED, Bearer.ISSUER, Optional.empty()),
            new PaidAs(_ -> true, Verdict.ACCEPTED, Bearer.NONE, Optional.empty()));

    @FunctionalInterface
    private interface Stop {
        Optional<Finding> of(Case it);
    }

    /// @param funding empty where good faith decides
    private record PaidAs(Predicate<Case> applies, Verdict verdict, Bearer bearer, Optional<Funding> funding) {}

    private Judge() {}

    static Finding judge(Case it) {
        return STOPS.stream().flatMap(stop -> stop.of(it).stream()).findFirst().orElseGet(() -> pays(it));
    }

    private static Finding pays(Case it) {
        var paid = CLASSES.stream()
                .filter(each -> each.applies().test(it))
                .findFirst()
                .orElseThrow();
        var funding = paid.funding().orElseGet(() -> it.isInGoodFaith() ? Funding.RESERVE_FIRST : Funding.RESERVE);
        return new Finding.Pays(paid.verdict(), paid.bearer(), flags(it, paid.verdict()), funding);
    }

    private static Optional<Finding> duplicate(Case it) {
        var hash = it.copy().voucherId();
        if (it.book().isSettled(hash)) {
            return Optional.of(new Finding.Duplicate(hash));
        }
        return it.book().isSettling(hash) ? Optional.of(new Finding.Waits(Finding.Cause.SETTLING)) : Optional.empty();
    }

    private static Set<Flag> flags(Case it, Verdict verdict) {
        var flags = EnumSet.noneOf(Flag.class);
        if (verdict == Verdict.DOUBLE_SPEND) {
            return flags;
        }
        int counter = it.debit().counter();
        var gaps = it.book().gaps();
        if (counter <= gaps.last()) {
            flags.add(Flag.GAP_FILLED);
        } else if (counter > gaps.contiguous() + 1) {
            flags.add(Flag.COUNTER_GAP);
        }
        if (Spending.isBalanceWrong(it)) {
            flags.add(Flag.BALANCE_MISMATCH);
        }
        return flags;
    }
}
