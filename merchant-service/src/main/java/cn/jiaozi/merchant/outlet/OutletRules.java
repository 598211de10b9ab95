package cn.jiaozi.merchant.outlet;

import cn.jiaozi.merchant.number.WalletNumber;
import cn.jiaozi.merchant.onboarding.Flaw;
import java.util.Optional;

/// Whether what is said about a store's own wallet can be true, as far as numbers show it, and who agrees to it.
final class OutletRules {
    private OutletRules() {}

    sealed interface Outcome {}

    record Decided(Outlet after) implements Outcome {}

    record AlreadyDecided() implements Outcome {}

    /// Whoever has proposed it is not the one to agree.
    record SamePerson() implements Outcome {}

    /// @param operator our own operator code
    static Optional<Flaw> flaw(Outlet.Content said, String operator) {
        if (said.walletId().isEmpty()) {
            return said.settlementAccountTail()
                    .flatMap(_ -> flaw("/settlementAccountTail", "is for a store with a wallet of its own"));
        }
        String walletId = said.walletId().get();
        if (!WalletNumber.isWellFormed(walletId)) {
            return flaw("/walletId", "is not the number of a wallet: the check digit is wrong");
        }
        var wallet = WalletNumber.of(walletId);
        if (!wallet.operator().equals(operator)) {
            return flaw("/walletId", "is a wallet of another operator");
        }
        return wallet.kind() == WalletNumber.Kind.CORPORATE
                ? Optional.empty()
                : flaw("/walletId", "is not a corporate wallet");
    }

    /// A store that takes its merchant's wallet says nothing that somebody would have to agree to.
    static Outlet.State stateOf(Outlet.Content said) {
        return said.walletId().isPresent() ? Outlet.State.PROPOSED : Outlet.State.OPEN;
    }

    static Outcome decide(Outlet outlet, boolean approved, String reviewer) {
        if (outlet.state() != Outlet.State.PROPOSED) {
            return new AlreadyDecided();
        }
        return outlet.openedBy().filter(reviewer::equals).isPresent()
                ? new SamePerson()
                : new Decided(outlet.decided(approved));
    }

    private static Optional<Flaw> flaw(String pointer, String detail) {
        return Optional.of(new Flaw(pointer, detail));
    }
}
