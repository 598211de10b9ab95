package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.payment.voucher.Finding.Cause;
import cn.jiaozi.payment.voucher.Finding.Rejected;
import cn.jiaozi.payment.voucher.Finding.Waits;
import java.util.Optional;

/// The checks of what a purse has spent: whether its debits follow one another, within what it was told to obey.
final class Spending {
    private Spending() {}

    static Optional<Finding> loadOnItsWay(Case it) {
        return it.load().isEmpty() && it.isPatient() ? Optional.of(new Waits(Cause.LOAD)) : Optional.empty();
    }

    static Optional<Finding> doubleSpend(Case it) {
        return isDoubleSpend(it) && !it.isInGoodFaith()
                ? Optional.of(new Rejected(Verdict.DOUBLE_SPEND, it.fault()))
                : Optional.empty();
    }

    static Optional<Finding> fork(Case it) {
        return isFork(it) && !it.isInGoodFaith()
                ? Optional.of(new Rejected(Verdict.FORK, it.fault()))
                : Optional.empty();
    }

    static Optional<Finding> nonce(Case it) {
        return it.nonces().isUsedByAnother(it.copy())
                ? Optional.of(new Rejected(Verdict.REPLAY_NONCE, Bearer.ACQUIRER))
                : Optional.empty();
    }

    static Optional<Finding> unknownLoad(Case it) {
        return it.load().isEmpty() ? Optional.of(new Rejected(Verdict.UNKNOWN_LOAD, Bearer.PAYEE)) : Optional.empty();
    }

    /// No reserve ever held that much, so there is nothing to ask the ledger for.
    static Optional<Finding> beyondItsLoad(Case it) {
        return it.load()
                        .filter(load -> it.debit().amountFen() > load.amountFen())
                        .isPresent()
                ? Optional.of(new Rejected(Verdict.OVER_LIMIT, Bearer.PAYEE))
                : Optional.empty();
    }

    static boolean isDoubleSpend(Case it) {
        return it.book()
                .slot(it.debit().counter())
                .filter(slot -> !slot.hash().equals(it.copy().voucherId()))
                .isPresent();
    }

    /// Wherever a neighbour is known: the debit before it, the one after it, the state in which the chip was
    /// loaded, and the one in which it has ended the load.
    static boolean isFork(Case it) {
        var debit = it.debit();
        var book = it.book();
        boolean before = book.slot(debit.counter() - 1)
                .filter(slot -> !slot.hash().equals(debit.previous()))
                .isPresent();
        boolean after = book.slot(debit.counter() + 1)
                .filter(slot -> !slot.previous().equals(it.copy().voucherId()))
                .isPresent();
        return before || after || it.load().filter(load -> isOutside(load, it)).isPresent();
    }

    private static boolean isOutside(PurseFact.Load load, Case it) {
        return !begins(load, it)
                || load.closing().filter(closing -> isAfter(closing, it)).isPresent();
    }

    private static boolean begins(PurseFact.Load load, Case it) {
        int first = load.counter() + 1;
        return it.debit().counter() == first
                ? it.debit().previous().hex().equals(load.head())
                : it.debit().counter() > first;
    }

    private static boolean isAfter(PurseFact.Closing closing, Case it) {
        return it.debit().counter() == closing.counter()
                ? !it.copy().voucherId().hex().equals(closing.head())
                : it.debit().counter() > closing.counter();
    }

    /// Counted since the bank last told the chip that it has everything; what it had told the chip by then is
    /// no question any more.
    static boolean isOverLimit(Case it) {
        var debit = it.debit();
        var load = it.load().orElseThrow();
        var limits = load.limits();
        long single = debit.pinVerified() ? limits.singleWithPinFen() : limits.singleFen();
        if (debit.amountFen() > single || debit.hop() > 0 || debit.policy() != limits.policy()) {
            return true;
        }
        int since = Math.max(load.counter(), it.book().synced());
        return debit.counter() > since
                && (debit.counter() - since > limits.payments()
                        || isOver(limits, it.book().spent(debit.load()).and(debit), debit.poweredOff()));
    }

    private static boolean isOver(PurseFact.Limits limits, Book.Spent spent, boolean poweredOff) {
        boolean overWithoutPower =
                spent.poweredOff() > limits.poweredOffPayments() || spent.poweredOffFen() > limits.poweredOffFen();
        return spent.amountFen() > limits.totalFen() || (poweredOff && overWithoutPower);
    }

    static boolean isLate(Case it) {
        return !it.isReceivedWithin(it.settings().paysWithin());
    }

    static boolean isBalanceWrong(Case it) {
        var debit = it.debit();
        var load = it.load().orElseThrow();
        Optional<Long> beforeFen = debit.counter() == load.counter() + 1
                ? Optional.of(load.amountFen())
                : neighbour(it, debit.counter() - 1).map(Book.Slot::balanceFen);
        boolean before = beforeFen
                .filter(held -> held - debit.amountFen() != debit.balanceFen())
                .isPresent();
        boolean after = neighbour(it, debit.counter() + 1)
                .filter(next -> debit.balanceFen() - next.amountFen() != next.balanceFen())
                .isPresent();
        return before || after;
    }

    private static Optional<Book.Slot> neighbour(Case it, int counter) {
        return it.book().slot(counter).filter(slot -> slot.load() == it.debit().load());
    }
}
