package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Party;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What is found of a copy, and the settlement that it belongs to where it is to be paid.
///
/// @param signed whether the payer's signature is good
/// @param shows  what it shows of its purse, beside what else the purse has signed
record Judgement(Copy copy, Finding finding, Optional<UUID> settlement, boolean signed, Optional<Verdict> shows) {
    Debit debit() {
        return copy.debit();
    }

    Optional<Finding.Pays> pays() {
        return finding instanceof Finding.Pays pays ? Optional.of(pays) : Optional.empty();
    }

    /// Empty while nothing is final.
    Optional<Verdict> verdict() {
        return switch (finding) {
            case Finding.Waits _, Finding.Pays _ -> Optional.empty();
            case Finding.Rejected rejected -> Optional.of(rejected.verdict());
            case Finding.Duplicate _ -> Optional.of(Verdict.DUPLICATE);
        };
    }

    Optional<Bearer> bearer() {
        return switch (finding) {
            case Finding.Waits _, Finding.Pays _ -> Optional.empty();
            case Finding.Rejected rejected -> Optional.of(rejected.bearer());
            case Finding.Duplicate _ -> Optional.of(Bearer.NONE);
        };
    }

    /// The final one, or the one that it has when the ledger pays what it is asked for.
    Optional<Verdict> expected() {
        return verdict().or(() -> pays().map(Finding.Pays::verdict));
    }

    /// As [#expected].
    Optional<Bearer> expectedBearer() {
        return bearer().or(() -> pays().map(Finding.Pays::bearer));
    }

    String flags() {
        return pays().map(Finding.Pays::flags).orElse(Set.of()).stream()
                .sorted()
                .map(Flag::name)
                .collect(Collectors.joining(","));
    }

    /// Whether its purse has signed what nobody is asked to pay.
    boolean isSignedInVain() {
        return signed && finding instanceof Finding.Rejected;
    }

    /// The till that has brought what no honest one has.
    Optional<String> accused() {
        return verdict()
                .filter(Verdict::accusesUploader)
                .map(_ -> copy.uploader())
                .filter(Party::isTerminal);
    }

    /// By what it shows a purse that does what no chip should.
    Optional<Verdict> suspicion() {
        var found =
                switch (finding) {
                    case Finding.Waits _, Finding.Duplicate _ -> Optional.<Verdict>empty();
                    case Finding.Pays pays -> Optional.of(pays.verdict());
                    case Finding.Rejected rejected -> Optional.of(rejected.verdict());
                };
        return found.filter(Verdict::isSuspicious).or(() -> shows);
    }
}
