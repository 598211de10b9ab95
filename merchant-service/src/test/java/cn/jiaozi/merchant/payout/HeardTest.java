package cn.jiaozi.merchant.payout;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.PayoutMove;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeardTest {
    private static final String ID = "payout:0197b2c4-5d6e-8f80-aa1b-2c3d4e5f6071";
    private static final Instant AT = Instant.parse("2026-11-23T01:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    enum Fact {
        HELD,
        SENT,
        UNKNOWN,
        BOOKED,
        CAPTURED,
        FAILED,
        VOIDED,
        REFUSED,
        REJECTED,
        EMPTY,
        BACK,
        BACK_REJECTED,
        CONFLICTED
    }

    /// The facts that were heard, in any order and perhaps twice, and what they come to.
    @ParameterizedTest
    @CsvSource({
        "'', PLANNED",
        "CONFLICTED, PLANNED",
        "HELD, DEBITED",
        "SENT, PLANNED",
        "HELD SENT, SENT",
        "HELD SENT UNKNOWN, UNKNOWN",
        "HELD SENT UNKNOWN BOOKED, SENT",
        "HELD SENT BOOKED, SENT",
        // Paid, but wallet-service has not told the bank's reference yet.
        "HELD CAPTURED, DEBITED",
        "HELD SENT CAPTURED, SENT",
        "HELD SENT BOOKED CAPTURED, PAID",
        "HELD SENT UNKNOWN BOOKED CAPTURED, PAID",
        // The news of the hold is still under way.
        "BOOKED CAPTURED, PAID",
        "HELD SENT FAILED, SENT",
        "HELD SENT VOIDED, SENT",
        "HELD SENT FAILED VOIDED, REFUSED",
        "REFUSED, REFUSED",
        "REJECTED, REFUSED",
        "EMPTY, SKIPPED",
        "HELD SENT BOOKED CAPTURED BACK, RETURNED",
        "HELD SENT BOOKED CAPTURED BACK_REJECTED, PAID",
        "BACK, RETURNED",
    })
    void comesToTheSameInAnyOrder(String facts, PayoutState state) {
        var all = Arrays.stream(facts.split(" ", -1))
                .filter(fact -> !fact.isEmpty())
                .map(Fact::valueOf)
                .toList();

        for (var order : orders(all)) {
            var heard = Heard.NOTHING;
            for (var fact : order) {
                heard = told(told(heard, fact), fact);
            }
            for (var fact : order) {
                assertThat(told(heard, fact)).isEqualTo(heard);
            }
            assertThat(heard.state()).as(order.toString()).isEqualTo(state);
            assertThat(heard.endedAt().isPresent()).as(order.toString()).isEqualTo(state.isFinal());
            assertThat(heard.amountFen().isPresent()).isEqualTo(all.contains(Fact.HELD) || all.contains(Fact.CAPTURED));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INSUFFICIENT_FUNDS, SKIPPED, INSUFFICIENT_FUNDS",
        "DEBIT_FROZEN, REFUSED, WALLET_FROZEN",
        "ACCOUNT_QUARANTINED, REFUSED, WALLET_FROZEN",
        "ACCOUNT_NOT_FOUND, REFUSED, WALLET_NOT_FOUND",
        "ACCOUNT_CLOSED, REFUSED, WALLET_CLOSED",
        "AMOUNT_OVERFLOW, REFUSED, AMOUNT_OVERFLOW",
    })
    void speaksOfTheWallet(Reason said, PayoutState state, Reason told) {
        var heard = Heard.NOTHING.and(new LedgerEvent.Rejected(StepId.first(ID, "hold"), said, Optional.empty(), AT));

        assertThat(heard.state()).isEqualTo(state);
        assertThat(heard.reason()).contains(told);
    }

    private static Heard told(Heard heard, Fact fact) {
        var hold = StepId.first(ID, "hold");
        return switch (fact) {
            case HELD -> heard.and(new LedgerEvent.Held(hold, entry(DAY)));
            case SENT -> heard.and(moved(PayoutMove.SENT));
            case UNKNOWN -> heard.and(moved(PayoutMove.UNKNOWN));
            case BOOKED ->
                heard.and(new WalletEvent.PayoutMoved(ID, PayoutMove.PAID, Optional.of("CB1"), Optional.empty(), AT));
            case CAPTURED ->
                heard.and(new LedgerEvent.Captured(StepId.first(ID, "capture"), hold, entry(DAY.plusDays(1))));
            case FAILED ->
                heard.and(new WalletEvent.PayoutMoved(
                        ID, PayoutMove.FAILED, Optional.empty(), Optional.of(Reason.BANK_ACCOUNT_FROZEN), AT));
            case VOIDED -> heard.and(new LedgerEvent.Voided(StepId.first(ID, "void"), hold, entry(DAY)));
            case REFUSED -> heard.and(new WalletEvent.Refused(ID, Reason.SETTLEMENT_ACCOUNT_DIFFERS, AT));
            case REJECTED -> heard.and(new LedgerEvent.Rejected(hold, Reason.DEBIT_FROZEN, Optional.empty(), AT));
            case EMPTY -> heard.and(new LedgerEvent.Rejected(hold, Reason.INSUFFICIENT_FUNDS, Optional.empty(), AT));
            case BACK -> heard.and(new LedgerEvent.Posted(StepId.first(ID, "return"), entry(DAY.plusDays(3))));
            case BACK_REJECTED ->
                heard.and(new LedgerEvent.Rejected(
                        StepId.first(ID, "return"), Reason.CREDIT_FROZEN, Optional.empty(), AT));
            case CONFLICTED -> heard.and(new LedgerEvent.Conflicted(hold, "legs", AT));
        };
    }

    private static WalletEvent moved(PayoutMove move) {
        return new WalletEvent.PayoutMoved(ID, move, Optional.empty(), Optional.empty(), AT);
    }

    private static LedgerEvent.Entry entry(LocalDate on) {
        return new LedgerEvent.Entry(
                7,
                TxType.PAYOUT,
                on,
                List.of(new LedgerEvent.Leg("wallet:1:available", "core:0001:clearing", 700)),
                AT,
                AT,
                AT);
    }

    private static List<List<Fact>> orders(List<Fact> facts) {
        if (facts.isEmpty()) {
            return List.of(List.of());
        }
        var orders = new ArrayList<List<Fact>>();
        for (int i = 0; i < facts.size(); i++) {
            var rest = new ArrayList<>(facts);
            var first = rest.remove(i);
            for (var order : orders(rest)) {
                var all = new ArrayList<Fact>();
                all.add(first);
                all.addAll(order);
                orders.add(all);
            }
        }
        return orders;
    }
}
