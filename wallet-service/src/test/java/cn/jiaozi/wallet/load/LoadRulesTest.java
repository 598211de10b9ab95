package cn.jiaozi.wallet.load;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.load.LoadRules.Decision;
import cn.jiaozi.wallet.load.LoadRules.Standing;
import cn.jiaozi.wallet.load.LoadRules.Wish;
import cn.jiaozi.wallet.opening.OpeningFixture;
import cn.jiaozi.wallet.opening.WalletState;
import cn.jiaozi.wallet.purse.PurseFixture;
import cn.jiaozi.wallet.restriction.Posture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadRulesTest {
    /// New money and remainder, and why not: the purse may hold 100 000 fen.
    @ParameterizedTest
    @CsvSource({
        "LOAD, 100000, 0,",
        "LOAD, 100001, 0, BALANCE_CAP_EXCEEDED",
        "LOAD, 99999, 1,",
        "LOAD, 99999, 2, BALANCE_CAP_EXCEEDED",
        "LOAD, 0, 1,",
        "LOAD, 0, 0, INSUFFICIENT_FUNDS",
        "UNLOAD, 0, 1,",
        "UNLOAD, 0, 0,",
    })
    void holdsAtMostWhatTheLimitsSay(LoadKind kind, long amountFen, long remainderFen, @Nullable Reason reason) {
        var decision = decide(
                standing(PurseState.ACTIVE, WalletState.ACTIVE, Posture.FREE, false, remainderFen), kind, amountFen);

        assertThat(refusal(decision)).isEqualTo(Optional.ofNullable(reason));
        if (decision instanceof Decision.Permitted permitted) {
            assertThat(permitted.remainderFen()).isEqualTo(remainderFen);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, ACTIVE, false, false, false,,",
        "BLOCKED, ACTIVE, false, false, false, PURSE_STATE_INVALID, PURSE_STATE_INVALID",
        "LOST, ACTIVE, false, false, false, PURSE_STATE_INVALID, PURSE_STATE_INVALID",
        "REVOKED, ACTIVE, true, true, true, PURSE_STATE_INVALID, PURSE_STATE_INVALID",
        "RETIRED, ACTIVE, false, false, false, PURSE_STATE_INVALID, PURSE_STATE_INVALID",
        "ACTIVE, ACTIVE, false, false, true, LOAD_UNDER_WAY, LOAD_UNDER_WAY",
        "ACTIVE, OPENING, true, true, false, WALLET_STATE_INVALID, WALLET_STATE_INVALID",
        "ACTIVE, ACTIVE, true, false, false, WALLET_FROZEN,",
        "ACTIVE, ACTIVE, false, true, false,, WALLET_FROZEN",
    })
    void tellsTheFirstReason(
            PurseState purse,
            WalletState wallet,
            boolean debitStopped,
            boolean creditStopped,
            boolean underWay,
            @Nullable Reason load,
            @Nullable Reason unload) {
        var standing = standing(purse, wallet, new Posture(debitStopped, creditStopped, 0), underWay, 500);

        assertThat(refusal(decide(standing, LoadKind.LOAD, 1))).isEqualTo(Optional.ofNullable(load));
        assertThat(refusal(decide(standing, LoadKind.UNLOAD, 0))).isEqualTo(Optional.ofNullable(unload));
    }

    @Test
    void countsARemainderOnceAndNotWhenAllWasReturned() {
        var closed = LoadFixture.aClosedLoad(500);
        var posted = new LedgerEvent.Rejected(
                new StepId(closed.businessId(), Load.RELEASE, 1),
                Reason.INSUFFICIENT_FUNDS,
                Optional.empty(),
                PurseFixture.NOW);
        var frozen = new LedgerEvent.Rejected(posted.id(), Reason.CREDIT_FROZEN, Optional.empty(), PurseFixture.NOW);

        assertThat(closed.remainderFen()).isEqualTo(500);
        assertThat(closed.withRemainderTaken().remainderFen()).isZero();
        assertThat(closed.releasing()
                        .heardOfRelease(posted, PurseFixture.NOW, Duration.ofHours(1))
                        .remainderFen())
                .isZero();
        var again = closed.releasing().heardOfRelease(frozen, PurseFixture.NOW, Duration.ofHours(1));
        assertThat(again.remainderFen()).isEqualTo(500);
        assertThat(again.releaseAt()).contains(PurseFixture.NOW.plus(Duration.ofHours(1)));
    }

    private static Standing standing(
            PurseState purse, WalletState wallet, Posture posture, boolean underWay, long remainderFen) {
        return new Standing(
                PurseFixture.aPurse(purse),
                List.of(),
                Optional.of(LoadFixture.aClosedLoad(remainderFen)),
                underWay,
                OpeningFixture.aWallet("0020000000000014", WalletClass.CLASS_II, "alice", wallet),
                posture,
                LoadFixture.LIMITS);
    }

    private static Decision decide(Standing standing, LoadKind kind, long amountFen) {
        return LoadRules.decide(standing, new Wish(kind, amountFen, Optional.empty(), false), PurseFixture.NOW);
    }

    private static Optional<Reason> refusal(Decision decision) {
        return switch (decision) {
            case Decision.Refused refused -> Optional.of(refused.reason());
            case Decision.Permitted _ -> Optional.empty();
        };
    }
}
