package cn.jiaozi.wallet.authorization;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.wallet.WalletFixture;
import cn.jiaozi.wallet.limit.LimitPolicies;
import cn.jiaozi.wallet.limit.LimitPolicy;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.OpeningFixture;
import cn.jiaozi.wallet.pinfree.PinFree;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 22)).fen())
                .isEqualTo(100);
    }

    @Test
    void countsOnTheDayOfTheRequestInShanghai() {
        var batch = batch();

        batch.decide(request("payment:1", 100, BEFORE_MIDNIGHT));
        batch.decide(request("payment:2", 100, MIDNIGHT));

        assertThat(batch.decided().stream().map(Authorization::state)).containsOnly(AuthorizationState.AUTHORIZED);
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 22)).fen())
                .isEqualTo(100);
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 23)).fen())
                .isEqualTo(100);
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
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 23)).fen())
                .isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({
        "DEVICE_KEY, DEVICE_KEY,",
        "DEVICE_KEY, PIN, authFactors",
        "DEVICE_KEY, , authFactors",
        ", DEVICE_KEY, authFactors",
        "PIN PAYMENT_CODE, PAYMENT_CODE PIN,",
        "PIN PAYMENT_CODE, PIN, authFactors",
    })
    void takesOtherFactorsForOtherContent(@Nullable String first, @Nullable String second, @Nullable String field) {
        var batch = batch();

        batch.decide(request("payment:1", 20, MIDNIGHT, factors(first)));
        batch.decide(request("payment:1", 20, MIDNIGHT, factors(second)));

        assertThat(batch.conflicts().stream().map(WalletEvent.Conflicted::field))
                .isEqualTo(field == null ? List.of() : List.of(field));
    }

    /// PIN-free: single 20, daily 50, ten payments.
    @Test
    void countsWhatIsPaidWithoutAFactorInTheOrderOfArrival() {
        var batch = batch();

        batch.decide(request("payment:1", 20, BEFORE_MIDNIGHT, Set.of()));
        batch.decide(request("payment:2", 21, BEFORE_MIDNIGHT, Set.of()));
        // With a factor it is no part of it.
        batch.decide(request("payment:3", 40, BEFORE_MIDNIGHT, Set.of(AuthFactor.PIN)));
        batch.decide(request("payment:4", 20, BEFORE_MIDNIGHT, Set.of()));
        batch.decide(request("payment:5", 11, BEFORE_MIDNIGHT, Set.of()));
        batch.decide(request("payment:6", 10, BEFORE_MIDNIGHT, Set.of()));
        batch.decide(request("payment:7", 1, BEFORE_MIDNIGHT, Set.of()));
        batch.decide(request("payment:8", 20, MIDNIGHT, Set.of()));

        assertThat(batch.decided().stream().filter(Authorization::pinFree).map(Authorization::businessId))
                .containsExactly("payment:1", "payment:4", "payment:6", "payment:8");
        assertThat(batch.decided().stream()
                        .filter(authorization -> authorization.reason().isPresent())
                        .map(authorization -> authorization.businessId() + " "
                                + authorization.reason().orElseThrow()))
                .containsExactly(
                        "payment:2 AUTH_FACTOR_MISSING",
                        "payment:5 AUTH_FACTOR_MISSING",
                        "payment:7 AUTH_FACTOR_MISSING");
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 22))).isEqualTo(new Spending.Used(90, 50, 3));
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 23))).isEqualTo(new Spending.Used(20, 20, 1));
    }

    @Test
    void allowsTenPaymentsWithoutAFactorADay() {
        var batch = batch();

        IntStream.rangeClosed(1, 11).forEach(n -> batch.decide(request("payment:" + n, 1, MIDNIGHT, Set.of())));
        batch.decide(request("payment:12", 1, MIDNIGHT, Set.of(AuthFactor.DEVICE_KEY)));

        assertThat(batch.decided().stream()
                        .filter(authorization -> authorization.reason().isPresent())
                        .map(Authorization::businessId))
                .containsExactly("payment:11");
        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 23)))
                .isEqualTo(new Spending.Used(11, 10, 10));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesBackWhatHadCounted(boolean pinFree) {
        var batch = batch();
        batch.decide(request("payment:1", 20, BEFORE_MIDNIGHT, pinFree ? Set.of() : Set.of(AuthFactor.DEVICE_KEY)));

        batch.spending().giveBack(batch.decided().getFirst());

        assertThat(batch.spending().onDay("payer", LocalDate.of(2026, 11, 22))).isEqualTo(Spending.Used.NOTHING);
        assertThat(batch.spending().inYear("payer", LocalDate.of(2026, 11, 22))).isEqualTo(0);
    }

    @Test
    void takesTimesThatADatabaseHasRoundedForTheSame() {
        var batch = batch();

        batch.decide(request("payment:1", 60, MIDNIGHT.plusNanos(123_456_789)));
        batch.decide(request("payment:1", 60, MIDNIGHT.plusNanos(123_457_000)));

        assertThat(batch.conflicts()).isEmpty();
    }

    private static Set<AuthFactor> factors(@Nullable String names) {
        return names == null
                ? Set.of()
                : Arrays.stream(names.split(" ")).map(AuthFactor::valueOf).collect(Collectors.toSet());
    }

    /// The payer lies in slot 778, the payee in slot 717.
    @ParameterizedTest
    @CsvSource({
        "0-1023=0,            jiaozi.ledger.request",
        "0-778=0;779-1023=1,  jiaozi.ledger.request",
        "0-777=0;778-1023=1,  jiaozi.ledger.request.1",
        "0-777=1;778-1023=0,  jiaozi.ledger.request",
    })
    void asksTheShardOfThePayer(String map, String topic) {
        var batch = batch(ShardMap.of(map.replace(';', ',')));

        batch.decide(request("payment:1", 60, MIDNIGHT));
        batch.decide(request("payment:1", 60, MIDNIGHT));

        assertThat(batch.announcements())
                .hasSize(2)
                .allMatch(announcement -> announcement.topic().equals(topic))
                .allMatch(announcement -> announcement.key().equals("payer"));
    }

    private static AuthorizationBatch batch() {
        return batch(ShardMap.ONE);
    }

    private static AuthorizationBatch batch(ShardMap shards) {
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
                        Map.of("payer", new PinFree(20, 50, 10)),
                        new Spending(Map.of(), Map.of())),
                "002",
                shards,
                NOW);
    }

    private static PaymentRequested request(String businessId, long amountFen, Instant at) {
        return request(businessId, amountFen, at, Set.of(AuthFactor.DEVICE_KEY));
    }

    private static PaymentRequested request(
            String businessId, long amountFen, Instant at, Set<AuthFactor> authFactors) {
        return new PaymentRequested(
                businessId,
                TxType.P2P,
                new WalletParty("payer", "002"),
                new WalletParty("payee", "002"),
                amountFen,
                "alice",
                authFactors,
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
