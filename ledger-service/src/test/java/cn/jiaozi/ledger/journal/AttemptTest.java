package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.NOON;
import static cn.jiaozi.ledger.LedgerFixture.capture;
import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.entry;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.until;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Repeats, conflicts, attempts, and which reason wins.
class AttemptTest {
    private static final String CORE = "core:0200:clearing";
    private static final String A = "wallet:a:available";
    private static final String B = "wallet:b:available";

    private final LedgerInMemory ledger = new LedgerInMemory();

    @BeforeEach
    void openAccounts() {
        ledger.must(
                open(StepId.first("test:open", "open"), core("0200"), wallet("a"), wallet("b")),
                post("exchange:0", leg(CORE, A, 100)));
    }

    private static LedgerRequest pay(int attempt, long amountFen) {
        return new LedgerRequest.PostEntry(new StepId("payment:1", "post", attempt), entry(leg(A, B, amountFen)));
    }

    @Test
    void answersARepeatWithTheStoredAnswerAndChangesNothing() {
        var first = ledger.batch(pay(1, 60)).getFirst();
        ledger.must(post("payment:2", leg(A, B, 40)));

        var repeated = ledger.at(NOON.plusSeconds(9), ledger.shard().accountingDate())
                .batch(pay(1, 60))
                .getFirst();

        assertThat(repeated).isInstanceOf(Decision.Repeated.class);
        assertThat(repeated.answer()).isEqualTo(first.answer());
        assertThat(ledger.account(A).balanceFen()).isZero();
        assertThat(ledger.lastBatch().decided()).isEmpty();
        assertThat(ledger.lastBatch().shardChanged()).isFalse();
    }

    @Test
    void keepsARejectionForItsAttempt() {
        assertThat(ledger.say(pay(1, 150))).isEqualTo("INSUFFICIENT_FUNDS");
        ledger.must(post("exchange:1", leg(CORE, A, 100)));

        assertThat(ledger.say(pay(1, 150))).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.say(pay(2, 150))).isEqualTo("posted");
        assertThat(ledger.say(pay(3, 150))).isEqualTo("ALREADY_POSTED");
        assertThat(ledger.say(pay(1, 150))).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.say(pay(2, 150))).isEqualTo("posted");
        assertThat(ledger.account(A).balanceFen()).isEqualTo(50);
    }

    @Test
    void doesNotLetAnEarlyAttemptBlockTheSameAttemptInItsTime() {
        assertThat(ledger.say(pay(2, 50))).isEqualTo("ATTEMPT_OUT_OF_ORDER");
        assertThat(ledger.say(pay(1, 101))).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.say(pay(3, 50))).isEqualTo("ATTEMPT_OUT_OF_ORDER");
        assertThat(ledger.say(pay(2, 50))).isEqualTo("posted");
    }

    @Test
    void takesAttemptsOfOneBatchInOrder() {
        assertThat(ledger.sayTogether(pay(1, 101), pay(2, 102), pay(3, 100), pay(4, 1)))
                .containsExactly("INSUFFICIENT_FUNDS", "INSUFFICIENT_FUNDS", "posted", "ALREADY_POSTED");
    }

    static Stream<Arguments> conflicts() {
        var id = StepId.first("payment:1", "post");
        var spec = entry(leg(A, B, 5), leg(A, CORE, 5));
        return Stream.of(
                Arguments.of(new LedgerRequest.HoldEntry(id, spec), "type"),
                Arguments.of(new LedgerRequest.PostEntry(id, typed(spec, TxType.REFUND)), "entry.txType"),
                Arguments.of(new LedgerRequest.PostEntry(id, entry(leg(A, B, 5))), "entry.legs"),
                Arguments.of(
                        new LedgerRequest.PostEntry(id, entry(leg(A, B, 5), leg(B, CORE, 5))), "entry.legs[1].debit"),
                Arguments.of(
                        new LedgerRequest.PostEntry(id, entry(leg(A, CORE, 6), leg(A, CORE, 6))),
                        "entry.legs[0].credit"),
                Arguments.of(
                        new LedgerRequest.PostEntry(id, entry(leg(A, B, 5), leg(A, CORE, 6))),
                        "entry.legs[1].amountFen"),
                Arguments.of(new LedgerRequest.PostEntry(id, until(NOON, spec)), "entry.validUntil"));
    }

    private static EntrySpec typed(EntrySpec entry, TxType txType) {
        return new EntrySpec(
                txType,
                entry.payerOperator(),
                entry.payeeOperator(),
                entry.branchCode(),
                entry.legs(),
                entry.opens(),
                entry.requestedAt(),
                entry.authorizedAt(),
                entry.validUntil());
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void namesTheFirstFieldThatDiffers(LedgerRequest other, String field) {
        ledger.must(new LedgerRequest.PostEntry(other.id(), entry(leg(A, B, 5), leg(A, CORE, 5))));

        assertThat(ledger.say(other)).isEqualTo("conflict " + field);
        assertThat(ledger.account(A).balanceFen()).isEqualTo(90);
        assertThat(ledger.lastBatch().decided()).isEmpty();
    }

    /// Each neighbouring pair of the order in which both reasons can stand in the way of one request.
    static Stream<Arguments> neighbours() {
        return Stream.of(
                pair(Reason.ALREADY_POSTED, Reason.ATTEMPT_OUT_OF_ORDER, ledger -> ledger.must(pay(1, 1)), pay(3, 1)),
                pair(
                        Reason.ATTEMPT_OUT_OF_ORDER,
                        Reason.HOLD_NOT_FOUND,
                        _ -> {},
                        new LedgerRequest.CaptureHold(
                                new StepId("payment:1", "capture", 2), StepId.first("payment:1", "hold"))),
                pair(
                        Reason.ACCOUNT_NOT_FOUND,
                        Reason.REQUEST_EXPIRED,
                        _ -> {},
                        late(entry(leg(A, "wallet:nobody:available", 1)))),
                pair(
                        Reason.REQUEST_EXPIRED,
                        Reason.DEBIT_FROZEN,
                        ledger -> ledger.must(freeze(A, true, false)),
                        late(entry(leg(A, B, 1)))),
                pair(
                        Reason.DEBIT_FROZEN,
                        Reason.CREDIT_FROZEN,
                        ledger -> ledger.must(freeze(A, true, false), freeze(B, false, true)),
                        post("payment:1", leg(CORE, B, 1), leg(A, CORE, 1))),
                pair(
                        Reason.CREDIT_FROZEN,
                        Reason.INSUFFICIENT_FUNDS,
                        ledger -> ledger.must(freeze(B, false, true)),
                        post("payment:1", leg(A, CORE, 101), leg(CORE, B, 1))),
                pair(
                        Reason.INSUFFICIENT_FUNDS,
                        Reason.BALANCE_CAP_EXCEEDED,
                        ledger -> ledger.must(cap("wallet:b", 5)),
                        post("payment:1", leg(A, B, 101))),
                pair(
                        Reason.BALANCE_CAP_EXCEEDED,
                        Reason.AMOUNT_OVERFLOW,
                        ledger -> ledger.must(cap("wallet:a", 5)),
                        post("payment:1", leg(CORE, A, Long.MAX_VALUE))));
    }

    private static Arguments pair(Reason first, Reason second, Consumer<LedgerInMemory> before, LedgerRequest request) {
        return Arguments.of(first, second, before, request);
    }

    private static LedgerRequest late(EntrySpec spec) {
        return new LedgerRequest.PostEntry(StepId.first("payment:1", "post"), until(NOON.minusSeconds(1), spec));
    }

    private static LedgerRequest freeze(String address, boolean debit, boolean credit) {
        return new LedgerRequest.ConstrainAccount(
                StepId.first("test:" + address, "freeze"), address, debit, credit, 0, 1);
    }

    private static LedgerRequest cap(String group, long capFen) {
        return new LedgerRequest.SetCap(StepId.first("test:" + group, "cap"), group, Optional.of(capFen), 1);
    }

    @ParameterizedTest
    @MethodSource("neighbours")
    void tellsTheFirstReasonOfTheOrder(
            Reason first, Reason second, Consumer<LedgerInMemory> before, LedgerRequest request) {
        before.accept(ledger);

        assertThat(ledger.say(request)).isEqualTo(first.name());
        assertThat(Precedence.ORDER.indexOf(first)).isEqualTo(Precedence.ORDER.indexOf(second) - 1);
    }

    /// A hold that is not there has no state, and who ends one names no account: these neighbours never meet.
    @Test
    void hasAPairForEveryNeighbourThatCanMeet() {
        var apart = Set.of(
                List.of(Reason.HOLD_NOT_FOUND, Reason.HOLD_NOT_PENDING),
                List.of(Reason.HOLD_NOT_PENDING, Reason.ACCOUNT_NOT_FOUND));

        assertThat(neighbours().count() + apart.size()).isEqualTo(Precedence.ORDER.size() - 1L);
    }

    @Test
    void tellsAHoldThatHasEndedFromOneThatNeverWas() {
        ledger.must(hold("redeem:1", leg(A, CORE, 1)), capture("redeem:1"));
        var other = new LedgerRequest.VoidHold(StepId.first("redeem:1", "void"), StepId.first("redeem:1", "hold"));
        var never = new LedgerRequest.VoidHold(StepId.first("redeem:2", "void"), StepId.first("redeem:2", "hold"));

        assertThat(ledger.say(other)).isEqualTo("HOLD_NOT_PENDING");
        assertThat(ledger.say(never)).isEqualTo("HOLD_NOT_FOUND");
    }
}
