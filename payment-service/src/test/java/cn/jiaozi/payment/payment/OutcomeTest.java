package cn.jiaozi.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Entry;
import cn.jiaozi.contracts.LedgerEvent.Leg;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
    private static final StepId STEP = StepId.first("payment:0197a000-0000-7000-8000-000000000001", "post");
    private static final Entry ENTRY = new Entry(
            7,
            TxType.P2P,
            LocalDate.of(2026, 11, 23),
            List.of(new Leg("a", "b", 1)),
            AT,
            AT.plusSeconds(1),
            AT.plusSeconds(2));

    @ParameterizedTest
    @CsvSource({
        "DEBIT_FROZEN, WALLET_FROZEN",
        "CREDIT_FROZEN, WALLET_FROZEN",
        "ACCOUNT_ON_OTHER_SHARD, WALLET_UNREACHABLE",
        "ACCOUNT_NOT_FOUND, WALLET_NOT_FOUND",
        "ACCOUNT_CLOSED, WALLET_CLOSED",
        "INSUFFICIENT_FUNDS, INSUFFICIENT_FUNDS",
        "BALANCE_CAP_EXCEEDED, BALANCE_CAP_EXCEEDED",
        "REQUEST_EXPIRED, REQUEST_EXPIRED"
    })
    void tellsTheLedgersReasonInWordsOfWallets(Reason said, Reason told) {
        assertThat(Outcome.of(new LedgerEvent.Rejected(STEP, said, Optional.empty(), AT)))
                .contains(new Outcome.Denied(STEP.businessId(), told));
    }

    @Test
    void keepsWhatTheLedgerSaidWhenItPosted() {
        assertThat(Outcome.of(new LedgerEvent.Posted(STEP, ENTRY)))
                .contains(new Outcome.Posted(
                        STEP.businessId(),
                        new Posting(7, ENTRY.accountingDate(), AT.plusSeconds(1), AT.plusSeconds(2), ENTRY.legs())));
    }

    @Test
    void knowsAConflictFromAnOutcome() {
        assertThat(Outcome.of(new LedgerEvent.Conflicted(STEP, "legs", AT)))
                .contains(new Outcome.Conflicted(STEP.businessId(), "legs"));
        assertThat(Outcome.of(new WalletEvent.Conflicted("payment:x", "payee", AT)))
                .contains(new Outcome.Conflicted("payment:x", "payee"));
        assertThat(Outcome.of(new WalletEvent.Refused("payment:x", Reason.LIMIT_DAILY, AT)))
                .contains(new Outcome.Denied("payment:x", Reason.LIMIT_DAILY));
    }

    static Stream<LedgerEvent> ignored() {
        return Stream.of(
                new LedgerEvent.AccountsOpened(STEP, List.of("a"), AT),
                new LedgerEvent.Constrained(STEP, AT),
                new LedgerEvent.Held(STEP, ENTRY),
                new LedgerEvent.Captured(STEP, STEP, ENTRY),
                new LedgerEvent.Voided(STEP, STEP, ENTRY));
    }

    @ParameterizedTest
    @MethodSource("ignored")
    void ignoresWhatTheLedgerDoesForOthers(LedgerEvent event) {
        assertThat(Outcome.of(event)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "payment:1, true, false",
        "refund:1, false, true",
        "exchange:1, false, false",
        "payments:1, false, false"
    })
    void tellsNounsApart(String businessId, boolean payment, boolean refund) {
        var outcome = new Outcome.Conflicted(businessId, "legs");

        assertThat(Movement.PAYMENT.owns(outcome)).isEqualTo(payment);
        assertThat(Movement.REFUND.owns(outcome)).isEqualTo(refund);
    }
}
