package cn.jiaozi.payment.voucher;

import java.util.Optional;

/// Whether a debit and the others that its purse has signed cannot come from one sound chip, whatever has become of
/// their copies. It changes nothing for who is paid; that is decided by what is paid already.
final class Contradiction {
    private Contradiction() {}

    /// Empty where the payer has not signed: what others make up harms nobody.
    static Optional<Verdict> of(Case it, Finding finding) {
        boolean decided =
                switch (finding) {
                    case Finding.Waits _, Finding.Duplicate _ -> false;
                    case Finding.Rejected _, Finding.Pays _ -> it.signatures().payer();
                };
        if (!decided) {
            return Optional.empty();
        }
        if (hasRival(it)) {
            return Optional.of(Verdict.DOUBLE_SPEND);
        }
        return Spending.isFork(it) || isOutOfLine(it) ? Optional.of(Verdict.FORK) : Optional.empty();
    }

    private static boolean hasRival(Case it) {
        return it.book().signed(it.debit().counter()).stream()
                .anyMatch(other -> !other.hash().equals(it.copy().voucherId()));
    }

    /// There are neighbours, and it follows none of them, or none of them follows it.
    private static boolean isOutOfLine(Case it) {
        var debit = it.debit();
        var before = it.book().signed(debit.counter() - 1);
        var after = it.book().signed(debit.counter() + 1);
        return (!before.isEmpty()
                        && before.stream().noneMatch(each -> each.hash().equals(debit.previous())))
                || (!after.isEmpty()
                        && after.stream()
                                .noneMatch(
                                        each -> each.previous().equals(it.copy().voucherId())));
    }
}
