package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.NOON;
import static cn.jiaozi.ledger.LedgerFixture.capture;
import static cn.jiaozi.ledger.LedgerFixture.close;
import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.entry;
import static cn.jiaozi.ledger.LedgerFixture.holdUntil;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.release;
import static cn.jiaozi.ledger.LedgerFixture.until;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.Precedence;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.ledger.LedgerFixture;
import cn.jiaozi.ledger.shard.OwnSlots;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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
        assertThat(ledger.lastBatch().changed()).isFalse();
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
                        Reason.HOLD_NOT_PENDING,
                        Reason.HOLD_EXPIRED,
                        ledger -> {
                            ledger.must(holdUntil(NOON, "payment:1", leg(A, B, 1)), release("payment:1"));
                            ledger.at(NOON.plusSeconds(1), ledger.shard().accountingDate());
                        },
                        capture("payment:1")),
                pair(
                        Reason.ACCOUNT_ON_OTHER_SHARD,
                        Reason.ACCOUNT_NOT_FOUND,
                        ledger -> ledger.as(new OwnSlots(ShardMap.of("0-511=0,512-1023=1"), 0)),
                        post("payment:1", leg(A, "wallet:c:available", 1), leg(A, "wallet:1762:available", 1))),
                pair(
                        Reason.ACCOUNT_NOT_FOUND,
                        Reason.ACCOUNT_CLOSED,
                        ledger -> ledger.must(close("b")),
                        post("payment:1", leg(A, B, 1), leg(A, "wallet:nobody:available", 1))),
                pair(
                        Reason.ACCOUNT_CLOSED,
                        Reason.ACCOUNT_QUARANTINED,
                        ledger -> {
                            ledger.must(close("b"));
                            ledger.quarantine(A, true);
                        },
                        post("payment:1", leg(A, B, 1))),
                pair(
                        Reason.ACCOUNT_QUARANTINED,
                        Reason.REQUEST_EXPIRED,
                        ledger -> ledger.quarantine(B, true),
                        late(entry(leg(A, B, 1)))),
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

    /// Neighbours that never stand in the way of one request: one asks for what the other says is not there, or they
    /// are reasons of different kinds of requests.
    private static final List<List<Reason>> APART = List.of(
            List.of(Reason.HOLD_NOT_FOUND, Reason.HOLD_NOT_PENDING),
            List.of(Reason.HOLD_EXPIRED, Reason.HOLD_NOT_DUE),
            List.of(Reason.HOLD_NOT_DUE, Reason.HOLD_AMOUNT_INVALID),
            List.of(Reason.HOLD_AMOUNT_INVALID, Reason.ENTRY_NOT_FOUND),
            List.of(Reason.ENTRY_NOT_FOUND, Reason.ENTRY_NOT_REVERSIBLE),
            List.of(Reason.ENTRY_NOT_REVERSIBLE, Reason.ENTRY_REVERSED),
            List.of(Reason.ENTRY_REVERSED, Reason.ACCOUNT_ON_OTHER_SHARD),
            List.of(Reason.AMOUNT_OVERFLOW, Reason.ACCOUNT_NOT_EMPTY));

    @Test
    void hasAPairForEveryNeighbourThatCanMeet() {
        var met = neighbours().map(pair -> List.of((Reason) pair.get()[0], (Reason) pair.get()[1]));
        var neighbours = IntStream.range(1, Precedence.ORDER.size())
                .mapToObj(i -> List.of(Precedence.ORDER.get(i - 1), Precedence.ORDER.get(i)))
                .toList();

        assertThat(Stream.concat(met, APART.stream())).containsExactlyInAnyOrderElementsOf(neighbours);
    }

    @Test
    void putsEveryReasonOfTheLedgerIntoTheOrder() {
        var ofTheLedger = EnumSet.range(Reason.ACCOUNT_NOT_FOUND, Reason.AMOUNT_OVERFLOW);

        assertThat(Precedence.ORDER).containsAll(ofTheLedger).doesNotHaveDuplicates();
    }

    /// For each reason that another attempt may overcome: what is asked for, and what has to happen in between.
    static Stream<Arguments> overcome() {
        return Stream.of(
                again(Reason.HOLD_NOT_FOUND, _ -> {}, n -> captureOf(n), ledger -> ledger.must(hold(1))),
                again(
                        Reason.HOLD_NOT_DUE,
                        ledger -> ledger.must(holdUntil(NOON, "payment:1", leg(A, B, 1))),
                        n -> new LedgerRequest.ExpireHold(
                                new StepId("payment:1", "expire", n), StepId.first("payment:1", "hold")),
                        ledger -> ledger.at(NOON.plusSeconds(1), ledger.shard().accountingDate())),
                again(
                        Reason.ENTRY_NOT_FOUND,
                        _ -> {},
                        n -> new LedgerRequest.ReverseEntry(
                                new StepId("payment:1", "reverse", n), StepId.first("payment:1", "post"), NOON, NOON),
                        ledger -> ledger.must(pay(1, 1))),
                again(
                        Reason.ACCOUNT_NOT_FOUND,
                        _ -> {},
                        n -> new LedgerRequest.PostEntry(
                                new StepId("payment:1", "post", n), entry(leg(A, "wallet:c:available", 1))),
                        ledger -> ledger.must(open(StepId.first("test:c", "open"), wallet("c")))),
                again(
                        Reason.ACCOUNT_QUARANTINED,
                        ledger -> ledger.quarantine(A, true),
                        n -> pay(n, 1),
                        ledger -> ledger.quarantine(A, false)),
                again(
                        Reason.DEBIT_FROZEN,
                        ledger -> ledger.must(freeze(A, true, false)),
                        n -> pay(n, 1),
                        ledger -> ledger.must(thaw(A))),
                again(
                        Reason.CREDIT_FROZEN,
                        ledger -> ledger.must(freeze(B, false, true)),
                        n -> pay(n, 1),
                        ledger -> ledger.must(thaw(B))),
                again(
                        Reason.INSUFFICIENT_FUNDS,
                        _ -> {},
                        n -> pay(n, 101),
                        ledger -> ledger.must(post("exchange:1", leg(CORE, A, 1)))),
                again(
                        Reason.BALANCE_CAP_EXCEEDED,
                        ledger -> ledger.must(cap("wallet:b", 5), post("payment:0", leg(A, B, 5))),
                        n -> pay(n, 1),
                        ledger -> ledger.must(post("payment:2", leg(B, A, 1)))),
                again(
                        Reason.ACCOUNT_NOT_EMPTY,
                        _ -> {},
                        n -> new LedgerRequest.CloseAccount(new StepId("wallet:a", "close", n), A),
                        ledger -> ledger.must(post("redeem:1", leg(A, CORE, 100)))));
    }

    private static LedgerRequest hold(int amountFen) {
        return LedgerFixture.hold("payment:1", leg(A, B, amountFen));
    }

    private static LedgerRequest captureOf(int attempt) {
        return new LedgerRequest.CaptureHold(
                new StepId("payment:1", "capture", attempt), StepId.first("payment:1", "hold"));
    }

    private static LedgerRequest thaw(String address) {
        return new LedgerRequest.ConstrainAccount(StepId.first("test:" + address, "thaw"), address, false, false, 0, 2);
    }

    private static Arguments again(
            Reason reason,
            Consumer<LedgerInMemory> before,
            IntFunction<LedgerRequest> attempt,
            Consumer<LedgerInMemory> between) {
        return Arguments.of(reason, before, attempt, between);
    }

    @ParameterizedTest
    @MethodSource("overcome")
    void letsANewAttemptSucceedWhereTheReasonCanPass(
            Reason reason,
            Consumer<LedgerInMemory> before,
            IntFunction<LedgerRequest> attempt,
            Consumer<LedgerInMemory> between) {
        before.accept(ledger);
        assertThat(ledger.say(attempt.apply(1))).isEqualTo(reason.name());
        between.accept(ledger);

        assertThat(ledger.say(attempt.apply(1))).isEqualTo(reason.name());
        assertThat(ledger.batch(attempt.apply(2)).getFirst().answer())
                .isNotInstanceOfAny(LedgerEvent.Rejected.class, LedgerEvent.Conflicted.class);
    }

    @Test
    void showsASecondAttemptForEveryReasonThatIsSaidToPass() {
        assertThat(overcome().map(row -> row.get()[0]))
                .containsExactlyInAnyOrderElementsOf(
                        Precedence.ORDER.stream().filter(Reason::retryable).toList());
    }

    @Test
    void tellsAHoldThatHasEndedFromOneThatNeverWas() {
        ledger.must(LedgerFixture.hold("redeem:1", leg(A, CORE, 1)), capture("redeem:1"));
        var other = new LedgerRequest.VoidHold(StepId.first("redeem:1", "void"), StepId.first("redeem:1", "hold"));
        var never = new LedgerRequest.VoidHold(StepId.first("redeem:2", "void"), StepId.first("redeem:2", "hold"));

        assertThat(ledger.say(other)).isEqualTo("HOLD_NOT_PENDING");
        assertThat(ledger.say(never)).isEqualTo("HOLD_NOT_FOUND");
    }
}
