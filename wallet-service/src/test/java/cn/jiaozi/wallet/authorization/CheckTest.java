package cn.jiaozi.wallet.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.wallet.authorization.Check.Transfer;
import cn.jiaozi.wallet.limit.LimitPolicy;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.OpeningFixture;
import cn.jiaozi.wallet.opening.WalletState;
import cn.jiaozi.wallet.pinfree.PinFree;
import cn.jiaozi.wallet.restriction.Posture;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckTest {
    private static final PinFree PIN_FREE = new PinFree(20, 50, 10);

    static Stream<Arguments> neighbours() {
        var checks = List.of(Check.values());
        return IntStream.range(0, checks.size() - 1).mapToObj(i -> Arguments.of(checks.get(i), checks.get(i + 1)));
    }

    @Test
    void authorizesWhatBreaksNothing() {
        assertThat(Check.refusal(breaking(Set.of()))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheReasonOfEachCheck(Check check) {
        assertThat(Check.refusal(breaking(Set.of(check)))).contains(check.reason());
    }

    @ParameterizedTest
    @MethodSource("neighbours")
    void tellsTheEarlierReasonOfTwo(Check earlier, Check later) {
        assertThat(Check.refusal(breaking(Set.of(earlier, later)))).contains(earlier.reason());
    }

    @Test
    void tellsTheFirstReasonOfAll() {
        assertThat(Check.refusal(breaking(EnumSet.allOf(Check.class)))).contains(Reason.WALLET_NOT_FOUND);
    }

    /// Limits: single 100, daily 250, annual 1000.
    @ParameterizedTest
    @CsvSource({
        "99, 0, 0,",
        "100, 0, 0,",
        "101, 0, 0, LIMIT_SINGLE",
        "100, 149, 149,",
        "100, 150, 150,",
        "100, 151, 151, LIMIT_DAILY",
        "100, 0, 899,",
        "100, 0, 900,",
        "100, 0, 901, LIMIT_ANNUAL",
        "1, 250, 250, LIMIT_DAILY",
        "1, 0, 1000, LIMIT_ANNUAL",
        "9223372036854775807, 0, 0, LIMIT_SINGLE",
        // A limit that was lowered below what is spent already.
        "1, 300, 300, LIMIT_DAILY",
    })
    void keepsTheLimits(long amountFen, long dayFen, long yearFen, @Nullable Reason reason) {
        var transfer = transfer(TxType.P2P, WalletClass.CLASS_II, WalletClass.CLASS_IV, amountFen, dayFen, yearFen);

        assertThat(Check.refusal(transfer)).isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "P2P, CLASS_II, CLASS_II, ",
        "P2P, CLASS_II, CLASS_IV, ",
        "P2P, CLASS_IV, CLASS_II, WALLET_TYPE_INVALID",
        "CONSUME, CLASS_II, CORPORATE, ",
        "CONSUME, CLASS_IV, CORPORATE, ",
        "CONSUME, CLASS_II, CLASS_II, ",
        "CONSUME, CLASS_IV, CLASS_II, ",
        "CONSUME, CLASS_II, HW_ANON, WALLET_TYPE_INVALID",
        "CONSUME, CLASS_II, CLASS_IV, WALLET_TYPE_INVALID",
        "REFUND, CORPORATE, CLASS_IV, ",
    })
    void knowsWhichClassesMay(TxType txType, WalletClass payer, WalletClass payee, @Nullable Reason reason) {
        assertThat(Check.refusal(transfer(txType, payer, payee, 1, 0, 0))).isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "P2P, CLASS_II, true",
        "CONSUME, CLASS_IV, true",
        "CONSUME, CORPORATE, false",
        "REFUND, CORPORATE, false",
        "REFUND, CLASS_II, false",
    })
    void countsPaymentsOfPersonsOnly(TxType txType, WalletClass payer, boolean counts) {
        assertThat(Check.counts(txType, payer)).isEqualTo(counts);
    }

    /// PIN-free: single 20, daily 50, ten payments.
    @ParameterizedTest
    @CsvSource({
        "19, 0, 0,",
        "20, 0, 0,",
        "21, 0, 0, AUTH_FACTOR_MISSING",
        "20, 29, 2,",
        "20, 30, 2,",
        "20, 31, 2, AUTH_FACTOR_MISSING",
        "1, 10, 8,",
        "1, 10, 9,",
        "1, 10, 10, AUTH_FACTOR_MISSING",
        // Limits that were lowered below what is used already.
        "1, 51, 3, AUTH_FACTOR_MISSING",
        "1, 11, 11, AUTH_FACTOR_MISSING",
        "9223372036854775807, 0, 0, AUTH_FACTOR_MISSING",
    })
    void keepsThePinFreeLimits(long amountFen, long usedFen, int usedCount, @Nullable Reason reason) {
        var used = new Spending.Used(usedFen, usedFen, usedCount);

        assertThat(Check.refusal(pinFree(PIN_FREE, amountFen, used, Set.of()))).isEqualTo(Optional.ofNullable(reason));
        // With a factor, none of them applies; the limits of the class do.
        for (var factor : AuthFactor.values()) {
            assertThat(Check.refusal(pinFree(PIN_FREE, amountFen, used, Set.of(factor))))
                    .isEqualTo(amountFen > 100 ? Optional.of(Reason.LIMIT_SINGLE) : Optional.empty());
        }
    }

    @Test
    void needsAFactorForEveryFenUntilPinFreeIsSwitchedOn() {
        var nothing = Spending.Used.NOTHING;

        assertThat(Check.refusal(pinFree(PinFree.OFF, 1, nothing, Set.of()))).contains(Reason.AUTH_FACTOR_MISSING);
        assertThat(Check.refusal(pinFree(new PinFree(1, 0, 10), 1, nothing, Set.of())))
                .contains(Reason.AUTH_FACTOR_MISSING);
        assertThat(Check.refusal(pinFree(new PinFree(0, 1, 10), 1, nothing, Set.of())))
                .contains(Reason.AUTH_FACTOR_MISSING);
        assertThat(Check.refusal(pinFree(new PinFree(1, 1, 10), 1, nothing, Set.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "P2P, CLASS_II, true",
        "CONSUME, CLASS_IV, true",
        "CONSUME, CORPORATE, false",
        "REFUND, CORPORATE, false",
        "REFUND, CLASS_II, false",
    })
    void needsFactorsForPaymentsOfPersonsOnly(TxType txType, WalletClass payer, boolean needs) {
        assertThat(Check.isPinFree(request(txType, "002", 1, "alice", Set.of()), payer))
                .isEqualTo(needs);
        assertThat(Check.isPinFree(request(txType, "002", 1, "alice", Set.of(AuthFactor.PIN)), payer))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, false, false, WALLET_FROZEN",
        "false, true, false, false, ",
        "false, false, true, false, ",
        "false, false, false, true, WALLET_FROZEN",
    })
    void stopsDebitsOfThePayerAndCreditsOfThePayee(
            boolean payerDebit, boolean payerCredit, boolean payeeDebit, boolean payeeCredit, @Nullable Reason reason) {
        var free = transfer(TxType.P2P, WalletClass.CLASS_II, WalletClass.CLASS_II, 1, 0, 0);
        var transfer = new Transfer(
                free.request(),
                free.operator(),
                free.payer(),
                free.payee(),
                new Posture(payerDebit, payerCredit, 0),
                new Posture(payeeDebit, payeeCredit, 0),
                free.terms(),
                PinFree.OFF,
                Spending.Used.NOTHING,
                0);

        assertThat(Check.refusal(transfer)).isEqualTo(Optional.ofNullable(reason));
    }

    private static Transfer transfer(
            TxType txType, WalletClass payer, WalletClass payee, long amountFen, long dayFen, long yearFen) {
        return new Transfer(
                request(txType, "002", amountFen, "alice", Set.of(AuthFactor.DEVICE_KEY)),
                "002",
                Optional.of(OpeningFixture.aWallet("payer", payer, "alice")),
                Optional.of(OpeningFixture.aWallet("payee", payee, "bob")),
                Posture.FREE,
                Posture.FREE,
                terms(),
                PinFree.OFF,
                new Spending.Used(dayFen, 0, 0),
                yearFen);
    }

    private static Transfer pinFree(PinFree allowed, long amountFen, Spending.Used used, Set<AuthFactor> factors) {
        var transfer = transfer(TxType.P2P, WalletClass.CLASS_II, WalletClass.CLASS_II, 1, 0, 0);
        return new Transfer(
                request(TxType.P2P, "002", amountFen, "alice", factors),
                transfer.operator(),
                transfer.payer(),
                transfer.payee(),
                transfer.payerPosture(),
                transfer.payeePosture(),
                transfer.terms(),
                allowed,
                used,
                0);
    }

    /// A transfer that breaks these checks, and no other one as far as that is possible.
    private static Transfer breaking(Set<Check> checks) {
        var classIv = checks.contains(Check.CLASSES_MAY);
        var payer = OpeningFixture.aWallet(
                "payer",
                classIv ? WalletClass.CLASS_IV : WalletClass.CLASS_II,
                "alice",
                checks.contains(Check.PAYER_IS_ACTIVE) ? WalletState.OPENING : WalletState.ACTIVE);
        var payee = OpeningFixture.aWallet(
                checks.contains(Check.WALLETS_DIFFER) ? "payer" : "payee",
                WalletClass.CLASS_II,
                "bob",
                checks.contains(Check.PAYEE_IS_ACTIVE) ? WalletState.OPENING : WalletState.ACTIVE);
        return new Transfer(
                request(
                        TxType.P2P,
                        checks.contains(Check.OPERATORS_ARE_CONNECTED) ? "003" : "002",
                        checks.contains(Check.SINGLE_LIMIT) ? 101 : 100,
                        checks.contains(Check.PAYER_IS_YOURS) ? "mallory" : "alice",
                        checks.contains(Check.CONFIRMED_OR_SMALL) ? Set.of() : Set.of(AuthFactor.DEVICE_KEY)),
                "002",
                checks.contains(Check.PAYER_EXISTS) ? Optional.empty() : Optional.of(payer),
                checks.contains(Check.PAYEE_EXISTS) ? Optional.empty() : Optional.of(payee),
                new Posture(checks.contains(Check.NOTHING_IS_FROZEN), false, 0),
                Posture.FREE,
                terms(),
                PinFree.OFF,
                new Spending.Used(checks.contains(Check.DAILY_LIMIT) ? 200 : 0, 0, 0),
                checks.contains(Check.ANNUAL_LIMIT) ? 950 : 0);
    }

    private static LimitPolicy.Terms terms() {
        return new LimitPolicy.Terms(Optional.of(100L), Optional.of(250L), Optional.of(1000L), Optional.empty());
    }

    private static TransferRequested request(
            TxType txType, String payeeOperator, long amountFen, String by, Set<AuthFactor> authFactors) {
        var payer = new WalletParty("payer", "002");
        var payee = new WalletParty("payee", payeeOperator);
        var at = OpeningFixture.NOW;
        return txType == TxType.REFUND
                ? new RefundRequested("refund:1", "payment:1", payer, payee, amountFen, by, at, at.plusSeconds(60))
                : new PaymentRequested(
                        "payment:1", txType, payer, payee, amountFen, by, authFactors, at, at.plusSeconds(60));
    }
}
