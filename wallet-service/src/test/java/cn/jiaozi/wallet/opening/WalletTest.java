package cn.jiaozi.wallet.opening;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.wallet.WalletFixture;
import cn.jiaozi.wallet.kyc.Identity;
import cn.jiaozi.wallet.limit.WalletClass;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalletTest {
    enum Fact {
        VERIFIED,
        MISMATCHED,
        OPENED,
        CAPPED,
        REJECTED
    }

    /// From a state, a fact, where it leads; empty for impossible.
    @ParameterizedTest
    @CsvSource({
        "OPENING, VERIFIED, OPENING",
        "OPENING, MISMATCHED, REJECTED",
        "OPENING, OPENED, OPENING",
        "OPENING, CAPPED, OPENING",
        "OPENING, REJECTED, REJECTED",
        "ACTIVE, VERIFIED, ACTIVE",
        "ACTIVE, MISMATCHED, ACTIVE",
        "ACTIVE, OPENED, ACTIVE",
        "ACTIVE, CAPPED, ACTIVE",
        "ACTIVE, REJECTED,",
        "REJECTED, VERIFIED, REJECTED",
        "REJECTED, MISMATCHED, REJECTED",
        "REJECTED, OPENED, REJECTED",
        "REJECTED, CAPPED, REJECTED",
        "REJECTED, REJECTED, REJECTED",
    })
    void movesThroughItsStates(WalletState from, Fact fact, @Nullable WalletState to) {
        var wallet =
                switch (from) {
                    case OPENING, ACTIVE -> OpeningFixture.aWallet("w", WalletClass.CLASS_II, "alice", from);
                    case REJECTED ->
                        OpeningFixture.aWallet("w", WalletClass.CLASS_II, "alice", WalletState.OPENING)
                                .rejected(Reason.WALLET_EXISTS, NOW);
                };

        if (to == null) {
            assertThatThrownBy(() -> told(wallet, fact)).isInstanceOf(IllegalStateException.class);
        } else {
            assertThat(told(wallet, fact).state()).isEqualTo(to);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VERIFIED OPENED CAPPED, ACTIVE",
        "VERIFIED CAPPED OPENED, ACTIVE",
        "VERIFIED OPENED OPENED, OPENING",
        "VERIFIED CAPPED CAPPED, OPENING",
        "OPENED CAPPED, OPENING",
        "VERIFIED OPENED CAPPED OPENED CAPPED, ACTIVE",
    })
    void isActiveOnlyWhenAccountAndCapWereHeard(String facts, WalletState state) {
        var wallet = OpeningFixture.aWallet("w", WalletClass.CLASS_II, "alice", WalletState.OPENING);
        for (var fact : facts.split(" ", -1)) {
            wallet = told(wallet, Fact.valueOf(fact));
        }
        assertThat(wallet.state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "2010-11-22,",
        "2010-11-23,", // sixteen today
        "2010-11-24, AGE_BELOW_16",
        "2026-11-24, ID_NO_INVALID", // not yet born
    })
    void knowsTheAge(String birthday, @Nullable Reason reason) {
        var idNo = WalletFixture.anIdNo(birthday.replace("-", ""));
        var identity = identity(Optional.of(idNo), Optional.empty());

        assertThat(OpeningRules.refusal(WalletClass.CLASS_II, identity, LocalDate.of(2026, 11, 23)))
                .isEqualTo(Optional.ofNullable(reason));
    }

    @Test
    void refusesAWrongCreditCode() {
        var identity = identity(Optional.empty(), Optional.of("91350100M000100Y44"));

        assertThat(OpeningRules.refusal(WalletClass.CORPORATE, identity, LocalDate.of(2026, 11, 23)))
                .contains(Reason.ID_NO_INVALID);
    }

    private static Identity identity(Optional<String> idNo, Optional<String> creditCode) {
        return new Identity(
                Optional.of("+8613812345678"), Optional.empty(), idNo, creditCode, Optional.empty(), Optional.empty());
    }

    private static Wallet told(Wallet wallet, Fact fact) {
        return switch (fact) {
            case VERIFIED -> wallet.verified(LocalDate.of(2026, 1, 1));
            case MISMATCHED -> wallet.rejected(Reason.NAME_MISMATCH, NOW);
            case OPENED -> wallet.heard(new LedgerEvent.AccountsOpened(step("open"), List.of(), NOW), NOW);
            case CAPPED -> wallet.heard(new LedgerEvent.Constrained(step("cap-1"), NOW), NOW);
            case REJECTED ->
                wallet.heard(new LedgerEvent.Rejected(step("open"), Reason.ACCOUNT_CLOSED, Optional.empty(), NOW), NOW);
        };
    }

    private static StepId step(String step) {
        return StepId.first("wallet:w", step);
    }
}
