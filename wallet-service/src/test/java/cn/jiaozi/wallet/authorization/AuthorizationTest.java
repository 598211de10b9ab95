package cn.jiaozi.wallet.authorization;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.wallet.WalletFixture;
import cn.jiaozi.wallet.limit.LimitPolicies;
import cn.jiaozi.wallet.limit.LimitPolicy;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.OpeningFixture;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationTest {
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-22T15:59:59.999Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T16:00:00Z");

    enum Fact {
        POSTED,
        REJECTED,
        HELD
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHORIZED, POSTED, SETTLED",
        "AUTHORIZED, REJECTED, RELEASED",
        "AUTHORIZED, HELD,",
        "SETTLED, POSTED, SETTLED",
        "SETTLED, REJECTED,",
        "SETTLED, HELD,",
        "RELEASED, POSTED,",
        "RELEASED, REJECTED, RELEASED",
        "RELEASED, HELD,",
        "REFUSED, POSTED,",
        "REFUSED, REJECTED,",
        "REFUSED, HELD,",
    })
    void movesOnceOnly(AuthorizationState from, Fact fact, @Nullable AuthorizationState to) {
        var before = authorization(from);

        if (to == null) {
            assertThatThrownBy(() -> before.heard(event(fact), NOW)).isInstanceOf(IllegalStateException.class);
            return;
        }
        var after = before.heard(event(fact), NOW);
        assertThat(after.state()).isEqualTo(to);
        assertThat(after.givesBack(before))
                .isEqualTo(from == AuthorizationState.AUTHORIZED && to == AuthorizationState.RELEASED);
    }

    @Test
    void decidesInTheOrderOfArrival() {
        var batch = batch();

        batch.decide(request("payment:1", 60, BEFORE_MIDNIGHT));
        batch.decide(request("payment:2", 60, BEFORE_MIDNIGHT));
        batch.decide(request("payment:3", 40, BEFORE_MIDNIGHT));

        assertThat(batch.decided().stream().map(Authorization::state))
                .containsExactly(
                        AuthorizationState.AUTHORIZED, AuthorizationState.REFUSED, AuthorizationState.AUTHORIZED);
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 22))).isEqualTo(100);
    }

    @Test
    void countsOnTheDayOfTheRequestInShanghai() {
        var batch = batch();

        batch.decide(request("payment:1", 100, BEFORE_MIDNIGHT));
        batch.decide(request("payment:2", 100, MIDNIGHT));

        assertThat(batch.decided().stream().map(Authorization::state)).containsOnly(AuthorizationState.AUTHORIZED);
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 22))).isEqualTo(100);
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 23))).isEqualTo(100);
        assertThat(batch.spending().inYear("payer", LocalDate.of(2026, 11, 23))).isEqualTo(200);
    }

    @Test
    void announcesTheSameAgainForARepeatInTheSameBatch() {
        var batch = batch();

        batch.decide(request("payment:1", 60, MIDNIGHT));
        batch.decide(request("payment:1", 60, MIDNIGHT));

        assertThat(batch.decided()).hasSize(1);
        assertThat(batch.announcements()).hasSize(2);
        assertThat(batch.announcements().getFirst())
                .isEqualTo(batch.announcements().getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "amountFen, 61, 0, alice",
        "requestedBy, 60, 0, bob",
        "requestedAt, 60, 1, alice",
        "amountFen, 61, 1, bob",
    })
    void answersOtherContentWithAConflictThatNamesTheField(String field, long amountFen, long laterMillis, String by) {
        var batch = batch();
        batch.decide(request("payment:1", 60, MIDNIGHT));

        var first = request("payment:1", amountFen, MIDNIGHT.plusMillis(laterMillis));
        batch.decide(new PaymentRequested(
                first.businessId(),
                first.txType(),
                first.payer(),
                first.payee(),
                amountFen,
                by,
                first.authFactors(),
                first.requestedAt(),
                MIDNIGHT.plusSeconds(60)));

        assertThat(batch.conflicts()).extracting(WalletEvent.Conflicted::field).containsExactly(field);
        assertThat(batch.decided()).hasSize(1);
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 23))).isEqualTo(60);
    }

    @Test
    void takesTimesThatADatabaseHasRoundedForTheSame() {
        var batch = batch();

        batch.decide(request("payment:1", 60, MIDNIGHT.plusNanos(123_456_789)));
        batch.decide(request("payment:1", 60, MIDNIGHT.plusNanos(123_457_000)));

        assertThat(batch.conflicts()).isEmpty();
    }

    private static AuthorizationBatch batch() {
        return new AuthorizationBatch(
                new AuthorizationBatch.Loaded(
                        Map.of(),
                        Map.of(
                                "payer", OpeningFixture.aWallet("payer", WalletClass.CLASS_II, "alice"),
                                "payee", OpeningFixture.aWallet("payee", WalletClass.CLASS_II, "bob")),
                        Map.of(),
                        new LimitPolicies(List.of(new LimitPolicy(
                                WalletClass.CLASS_II,
                                LocalDate.of(2026, 1, 1),
                                new LimitPolicy.Terms(
                                        Optional.empty(), Optional.of(100L), Optional.empty(), Optional.empty())))),
                        new Spending(Map.of(), Map.of())),
                "002",
                NOW);
    }

    private static PaymentRequested request(String businessId, long amountFen, Instant at) {
        return new PaymentRequested(
                businessId,
                TxType.P2P,
                new WalletParty("payer", "002"),
                new WalletParty("payee", "002"),
                amountFen,
                "alice",
                Set.of(AuthFactor.DEVICE_KEY),
                at,
                at.plusSeconds(60));
    }

    private static Authorization authorization(AuthorizationState state) {
        var batch = batch();
        batch.decide(request("payment:1", state == AuthorizationState.REFUSED ? 101 : 100, MIDNIGHT));
        var decided = batch.decided().getFirst();
        return switch (state) {
            case AUTHORIZED, REFUSED -> decided;
            case SETTLED -> decided.heard(event(Fact.POSTED), NOW);
            case RELEASED -> decided.heard(event(Fact.REJECTED), NOW);
        };
    }

    private static LedgerEvent event(Fact fact) {
        var id = StepId.first("payment:1", "post");
        var batch = batch();
        batch.decide(request("payment:1", 1, MIDNIGHT));
        var spec = ((PostEntry) batch.announcements().getFirst().event()).entry();
        var entry = WalletFixture.entry(spec);
        return switch (fact) {
            case POSTED -> new LedgerEvent.Posted(id, entry);
            case REJECTED -> new LedgerEvent.Rejected(id, Reason.INSUFFICIENT_FUNDS, Optional.empty(), NOW);
            case HELD -> new LedgerEvent.Held(id, entry);
        };
    }
}
