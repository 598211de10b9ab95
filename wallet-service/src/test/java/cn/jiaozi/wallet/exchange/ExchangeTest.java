package cn.jiaozi.wallet.exchange;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.WalletFixture;
import cn.jiaozi.wallet.bank.BankAnswer;
import cn.jiaozi.wallet.counter.Counter;
import cn.jiaozi.wallet.counter.CounterFixture;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.OpeningFixture;
import cn.jiaozi.wallet.opening.WalletState;
import cn.jiaozi.wallet.restriction.Posture;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
    enum Fact {
        HELD,
        REJECTED,
        DONE,
        REFUSED,
        LOST,
        NOT_FOUND,
        CAPTURED,
        VOIDED,
        CAME_BACK
    }

    /// Rows are states, columns facts in the order of [Fact]; `-` is impossible, `=` changes nothing.
    @ParameterizedTest
    @CsvSource({
        "REQUESTED, HELD FAILED = = = = - - -",
        "HELD, = - = = = = - - -",
        "SENT, = - CAPTURING VOIDING UNKNOWN UNKNOWN - - -",
        "UNKNOWN, = - CAPTURING VOIDING UNKNOWN UNKNOWN - - -",
        "CAPTURING, = - = = = = SUCCEEDED - -",
        "VOIDING, = - = = = = - FAILED -",
        "SUCCEEDED, = - = = = = = - RETURNED",
        "RETURNED, = - = = = = = - =",
    })
    void movesThroughItsStates(ExchangeState from, String row) {
        var expected = List.of(row.split(" ", -1)).iterator();
        for (var fact : Fact.values()) {
            var before = exchange(from);
            var to = expected.next();
            if (to.equals("-")) {
                assertThatThrownBy(() -> told(before, fact)).isInstanceOf(IllegalStateException.class);
            } else if (to.equals("=")) {
                assertThat(told(before, fact)).isEqualTo(before);
            } else {
                assertThat(told(before, fact).state()).isEqualTo(ExchangeState.valueOf(to));
            }
        }
    }

    @Test
    void failsInTwoWaysThatDoNotMix() {
        var atTheHold = told(exchange(ExchangeState.REQUESTED), Fact.REJECTED);
        var atTheCore = told(exchange(ExchangeState.VOIDING), Fact.VOIDED);

        assertThat(atTheHold.reason()).contains(Reason.WALLET_FROZEN);
        assertThat(atTheCore.reason()).contains(Reason.BANK_INSUFFICIENT_FUNDS);
        assertThat(told(atTheHold, Fact.REJECTED)).isEqualTo(atTheHold);
        assertThat(told(atTheCore, Fact.VOIDED)).isEqualTo(atTheCore);
        assertThatThrownBy(() -> told(atTheHold, Fact.HELD)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> told(atTheCore, Fact.REJECTED)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> told(atTheCore, Fact.CAPTURED)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesTheFirstAnswerWhenTheCoreAnswersTwice() {
        var capturing = told(exchange(ExchangeState.UNKNOWN), Fact.DONE);

        assertThat(told(capturing, Fact.REFUSED)).isEqualTo(capturing);
    }

    @ParameterizedTest
    @CsvSource({
        "EXCHANGE_IN, CLASS_II, ACTIVE, false, false,",
        "EXCHANGE_IN, CLASS_II, ACTIVE, true, false,",
        "EXCHANGE_IN, CLASS_II, ACTIVE, false, true, WALLET_FROZEN",
        "REDEEM, CLASS_II, ACTIVE, true, false, WALLET_FROZEN",
        "REDEEM, CLASS_II, ACTIVE, false, true,",
        "REDEEM, CORPORATE, ACTIVE, false, false,",
        "EXCHANGE_IN, CLASS_IV, ACTIVE, false, true, BANK_ACCOUNT_NOT_LINKED",
        "REDEEM, CLASS_IV, ACTIVE, true, false, BANK_ACCOUNT_NOT_LINKED",
        "REDEEM, CLASS_IV, OPENING, true, false, WALLET_STATE_INVALID",
    })
    void knowsWhichExchangeMayBegin(
            ExchangeKind kind,
            WalletClass walletClass,
            WalletState state,
            boolean debitStopped,
            boolean creditStopped,
            @Nullable Reason reason) {
        var wallet = OpeningFixture.aWallet("w", walletClass, "alice", state);

        assertThat(ExchangeRules.refusal(wallet, Optional.empty(), kind, new Posture(debitStopped, creditStopped, 0)))
                .isEqualTo(Optional.ofNullable(reason));
    }

    /// With cash: no bank account is needed, and a machine pays out to the bearer of a card alone.
    @ParameterizedTest
    @CsvSource({
        "COUNTER, true, EXCHANGE_IN, HW_ANON, ACTIVE, false, false,",
        "COUNTER, true, REDEEM, HW_ANON, ACTIVE, false, false,",
        "COUNTER, true, EXCHANGE_IN, CLASS_IV, ACTIVE, false, false,",
        "COUNTER, true, REDEEM, CLASS_IV, ACTIVE, false, false,",
        "KIOSK, true, REDEEM, HW_ANON, ACTIVE, false, false,",
        "KIOSK, true, EXCHANGE_IN, CLASS_II, ACTIVE, false, false,",
        "KIOSK, true, REDEEM, CLASS_II, ACTIVE, false, false, WALLET_TYPE_INVALID",
        "KIOSK, true, REDEEM, CORPORATE, ACTIVE, true, false, WALLET_TYPE_INVALID",
        "KIOSK, true, EXCHANGE_IN, HW_ANON, ACTIVE, false, true, WALLET_FROZEN",
        "COUNTER, true, REDEEM, CLASS_II, ACTIVE, true, false, WALLET_FROZEN",
        "COUNTER, true, EXCHANGE_IN, HW_ANON, OPENING, false, false, WALLET_STATE_INVALID",
        "COUNTER, false, EXCHANGE_IN, HW_ANON, OPENING, false, false, COUNTER_CLOSED",
        "KIOSK, false, REDEEM, HW_ANON, ACTIVE, false, false, COUNTER_CLOSED",
    })
    void knowsWhichCashIsTakenAndPaid(
            Counter.Kind place,
            boolean open,
            ExchangeKind kind,
            WalletClass walletClass,
            WalletState state,
            boolean debitStopped,
            boolean creditStopped,
            @Nullable Reason reason) {
        var wallet = OpeningFixture.aWallet("w", walletClass, "alice", state);

        assertThat(ExchangeRules.refusal(
                        wallet,
                        Optional.of(CounterFixture.aCounter(place, open)),
                        kind,
                        new Posture(debitStopped, creditStopped, 0)))
                .isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "EXCHANGE_IN, core:0001:clearing, wallet:w:available",
        "REDEEM, wallet:w:available, core:0001:clearing",
    })
    void movesMoneyBetweenClearingAndWallet(ExchangeKind kind, String debit, String credit) {
        var wallet = OpeningFixture.aWallet("w", WalletClass.CLASS_II, "alice");
        var entry = ExchangeRules.entry(exchange(kind), wallet);

        assertThat(entry.legs()).isEqualTo(List.of(new LegSpec(debit, credit, 700, false)));
        assertThat(entry.opens()).extracting("address").containsExactly("core:0001:clearing");
        assertThat(entry.validUntil()).isEmpty();
    }

    @Test
    void aPayoutTakesWhatThereIsAndIsOfWhatTheLedgerFound() {
        var wallet = OpeningFixture.aWallet("w", WalletClass.CORPORATE, "shop");
        var asked = ExchangeFixture.exchange(ExchangeState.REQUESTED, true);

        var entry = ExchangeRules.entry(asked, wallet);

        assertThat(entry.txType()).isEqualTo(TxType.PAYOUT);
        assertThat(entry.legs().getFirst().upTo()).contains(new UpTo(0, 1));
        assertThat(ExchangeRules.entry(asked, wallet)).isEqualTo(entry);
        var found = new LedgerEvent.Entry(
                1,
                TxType.PAYOUT,
                LocalDate.of(2026, 11, 23),
                List.of(new LedgerEvent.Leg("wallet:w:available", "core:0001:clearing", 123)),
                NOW,
                NOW,
                NOW);
        var held = asked.heard(new LedgerEvent.Held(StepId.first("payout:1", "hold"), found), NOW);
        assertThat(held.state()).isEqualTo(ExchangeState.HELD);
        assertThat(held.amountFen()).isEqualTo(123);
    }

    @ParameterizedTest
    @CsvSource({
        "CORPORATE, ACTIVE, 6222020000000001, false,",
        "CORPORATE, ACTIVE, 6222020000000002, false, SETTLEMENT_ACCOUNT_DIFFERS",
        "CORPORATE, ACTIVE, 6222020000000002, true, WALLET_FROZEN",
        "CORPORATE, OPENING, 6222020000000001, false, WALLET_STATE_INVALID",
        "CLASS_IV, ACTIVE, '', false, BANK_ACCOUNT_NOT_LINKED",
    })
    void paysOutToTheReviewedAccountAlone(
            WalletClass walletClass, WalletState state, String accountNo, boolean stopped, @Nullable Reason reason) {
        var wallet = OpeningFixture.aWallet("w", walletClass, "shop", state);

        assertThat(ExchangeRules.refusal(
                        wallet, new PayoutTerms("0001", 0, 1, 700), new Posture(stopped, false, 0), accountNo))
                .isEqualTo(Optional.ofNullable(reason));
    }

    private static Exchange told(Exchange exchange, Fact fact) {
        var entry = WalletFixture.entry(ExchangeRules.entry(
                exchange(ExchangeKind.REDEEM), OpeningFixture.aWallet("w", WalletClass.CLASS_II, "alice")));
        var hold = step(Exchange.HOLD);
        return switch (fact) {
            case HELD -> exchange.heard(new LedgerEvent.Held(hold, entry), NOW);
            case REJECTED ->
                exchange.heard(new LedgerEvent.Rejected(hold, Reason.DEBIT_FROZEN, Optional.empty(), NOW), NOW);
            case CAPTURED -> exchange.heard(new LedgerEvent.Captured(step(Exchange.CAPTURE), hold, entry), NOW);
            case CAME_BACK -> exchange.cameBack(NOW);
            case VOIDED -> exchange.heard(new LedgerEvent.Voided(step(Exchange.VOID), hold, entry), NOW);
            case DONE -> answered(exchange, new BankAnswer.Done("B1"));
            case REFUSED -> answered(exchange, new BankAnswer.Refused(Reason.BANK_INSUFFICIENT_FUNDS));
            case LOST -> answered(exchange, new BankAnswer.Lost("timeout"));
            case NOT_FOUND -> answered(exchange, new BankAnswer.NotFound());
        };
    }

    private static Exchange answered(Exchange exchange, BankAnswer answer) {
        return exchange.answered(answer, NOW, _ -> Duration.ofSeconds(1));
    }

    private static StepId step(String step) {
        return StepId.first("exchange:1", step.toLowerCase(Locale.ROOT));
    }

    private static Exchange exchange(ExchangeKind kind) {
        return exchange(kind, ExchangeState.REQUESTED, Optional.empty());
    }

    private static Exchange exchange(ExchangeState state) {
        return switch (state) {
            case REQUESTED -> exchange(ExchangeKind.REDEEM);
            case HELD, FAILED -> told(exchange(ExchangeState.REQUESTED), Fact.HELD);
            case SENT -> exchange(ExchangeKind.REDEEM, state, Optional.of("1"));
            case UNKNOWN -> told(exchange(ExchangeState.SENT), Fact.LOST);
            case CAPTURING -> told(exchange(ExchangeState.SENT), Fact.DONE);
            case VOIDING -> told(exchange(ExchangeState.SENT), Fact.REFUSED);
            case SUCCEEDED -> told(exchange(ExchangeState.CAPTURING), Fact.CAPTURED);
            case RETURNED -> told(exchange(ExchangeState.SUCCEEDED), Fact.CAME_BACK);
        };
    }

    private static Exchange exchange(ExchangeKind kind, ExchangeState state, Optional<String> coreRequestId) {
        return new Exchange(
                "exchange:1",
                "alice",
                "top-up-1",
                "w",
                kind,
                700,
                Optional.empty(),
                Optional.empty(),
                state,
                Optional.empty(),
                coreRequestId,
                Optional.empty(),
                NOW,
                Optional.empty(),
                coreRequestId.map(_ -> NOW),
                1);
    }
}
