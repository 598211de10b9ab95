package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.NOON;
import static cn.jiaozi.ledger.LedgerFixture.capture;
import static cn.jiaozi.ledger.LedgerFixture.close;
import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.entry;
import static cn.jiaozi.ledger.LedgerFixture.exemptLeg;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.opening;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.release;
import static cn.jiaozi.ledger.LedgerFixture.until;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostingTest {
    private static final String CORE = "core:0200:clearing";
    private static final String A = "wallet:a:available";
    private static final String B = "wallet:b:available";
    private static final String LENT = "wallet:a:receivable:refunds";
    private static final long MAX = Long.MAX_VALUE;

    private final LedgerInMemory ledger = new LedgerInMemory();

    @BeforeEach
    void openAccounts() {
        ledger.must(open(StepId.first("test:open", "open"), core("0200"), wallet("a"), wallet("b")));
    }

    private void topUp(String address, long amountFen) {
        ledger.must(post("exchange:" + address + amountFen, exemptLeg(CORE, address, amountFen)));
    }

    private static LedgerRequest constrain(String address, boolean debit, boolean credit, long floorFen, long version) {
        return new LedgerRequest.ConstrainAccount(
                StepId.first("test:constrain-" + address, "v" + version), address, debit, credit, floorFen, version);
    }

    private static LedgerRequest cap(String group, long capFen, long version) {
        return new LedgerRequest.SetCap(
                StepId.first("test:cap-" + group, "v" + version), group, Optional.of(capFen), version);
    }

    @ParameterizedTest
    @CsvSource({"1,posted", "99,posted", "100,posted", "101,INSUFFICIENT_FUNDS"})
    void debitsDownToTheFloor(long amountFen, String answer) {
        topUp(A, 100);

        assertThat(ledger.say(post("payment:1", leg(A, B, amountFen)))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "30,69,posted",
        "30,70,posted",
        "30,71,INSUFFICIENT_FUNDS",
        "100,1,INSUFFICIENT_FUNDS",
        "101,1,INSUFFICIENT_FUNDS",
        "-50,149,posted",
        "-50,150,posted",
        "-50,151,INSUFFICIENT_FUNDS",
        "9223372036854775807,1,INSUFFICIENT_FUNDS",
        "-9223372036854775808,9223372036854775807,posted"
    })
    void keepsAnyFloor(long floorFen, long amountFen, String answer) {
        topUp(A, 100);
        ledger.must(constrain(A, false, false, floorFen, 1));

        assertThat(ledger.say(post("payment:1", leg(A, CORE, amountFen)))).isEqualTo(answer);
    }

    @Test
    void catchesLaterCreditsBelowARaisedFloor() {
        topUp(A, 100);
        ledger.must(constrain(A, false, false, 150, 1), post("payment:1", leg(CORE, A, 60)));

        assertThat(ledger.say(post("payment:2", leg(A, B, 11)))).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.say(post("payment:3", leg(A, B, 10)))).isEqualTo("posted");
    }

    @Test
    void letsAnAccountWithoutFloorStandOnEitherSide() {
        assertThat(ledger.say(post("exchange:1", leg(A, CORE, 1)))).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.say(post("exchange:2", leg(CORE, A, 7)))).isEqualTo("posted");
        assertThat(ledger.say(post("exchange:3", leg(A, CORE, 7)))).isEqualTo("posted");
        assertThat(ledger.account(CORE).balanceFen()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"49,posted", "50,posted", "51,INSUFFICIENT_FUNDS"})
    void boundsCreditsOfAnAccountOnTheDebitSide(long amountFen, String answer) {
        var bounded = new AccountSpec(
                "core:9:clearing",
                Subject.CORE_CLEARING,
                "102",
                "9",
                Optional.empty(),
                Optional.of(0L),
                Optional.empty());
        ledger.must(open(StepId.first("test:bounded", "open"), bounded));
        ledger.must(post("exchange:1", leg("core:9:clearing", A, 50)));
        topUp(B, 100);

        assertThat(ledger.say(post("exchange:2", leg(B, "core:9:clearing", amountFen))))
                .isEqualTo(answer);
    }

    /// What the bank lends; the leave to exceed a cap is about who is credited.
    @ParameterizedTest
    @CsvSource({"69,posted", "70,posted", "71,INSUFFICIENT_FUNDS"})
    void lendsUpToTheCapOfAnAccountOnTheDebitSide(long amountFen, String answer) {
        ledger.must(open(StepId.first("test:lent", "open"), lending(100)));
        ledger.must(hold("refund:1", exemptLeg(LENT, A, 10)), post("refund:2", exemptLeg(LENT, A, 20)));

        assertThat(ledger.say(post("refund:3", exemptLeg(LENT, A, amountFen)))).isEqualTo(answer);
        assertThat(ledger.say(post("refund:4", leg(A, LENT, 20)))).isEqualTo("posted");
    }

    @ParameterizedTest
    @CsvSource({"100,30", "70,0", "30,0", "0,0"})
    void aLoweredCapEndsWhatIsLent(long capFen, long moreFen) {
        ledger.must(open(StepId.first("test:lent", "open"), lending(100)), post("refund:1", exemptLeg(LENT, A, 70)));
        topUp(A, 100);
        ledger.must(new LedgerRequest.ConstrainAccount(
                StepId.first("test:lent", "v1"), LENT, false, false, 0, Optional.of(capFen), 1));

        assertThat(ledger.say(post("refund:2", exemptLeg(LENT, A, moreFen + 1))))
                .isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.say(post("refund:3", leg(A, LENT, 71)))).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.say(post("refund:4", leg(A, LENT, 70)))).isEqualTo("posted");
    }

    private static AccountSpec lending(long capFen) {
        return new AccountSpec(
                LENT,
                Subject.MERCHANT_RECEIVABLE,
                "102",
                "0200",
                Optional.empty(),
                Optional.of(0L),
                Optional.empty(),
                Optional.of(capFen));
    }

    @ParameterizedTest
    @CsvSource({"59,posted", "60,posted", "61,INSUFFICIENT_FUNDS"})
    void countsPendingDebitsAgainstTheFloor(long amountFen, String answer) {
        topUp(A, 100);
        ledger.must(hold("redeem:1", leg(A, CORE, 40)));

        assertThat(ledger.say(post("payment:1", leg(A, B, amountFen)))).isEqualTo(answer);
        assertThat(ledger.say(hold("payment:2", leg(A, B, 61)))).isEqualTo("INSUFFICIENT_FUNDS");
    }

    @ParameterizedTest
    @CsvSource({"99,posted", "100,posted", "101,BALANCE_CAP_EXCEEDED"})
    void creditsUpToTheCap(long amountFen, String answer) {
        ledger.must(cap("wallet:a", 1000, 1));
        topUp(A, 900);

        assertThat(ledger.say(post("payment:1", leg(CORE, A, amountFen)))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"49,posted", "50,posted", "51,BALANCE_CAP_EXCEEDED"})
    void countsPendingCreditsAgainstTheCap(long amountFen, String answer) {
        ledger.must(cap("wallet:a", 1000, 1));
        topUp(A, 900);
        ledger.must(hold("exchange:1", leg(CORE, A, 50)));

        assertThat(ledger.say(post("payment:1", leg(CORE, A, amountFen)))).isEqualTo(answer);
    }

    @Test
    void sumsAllMembersOfAGroup() {
        var reserve = new AccountSpec(
                "wallet:a:reserve",
                Subject.WALLET,
                "102",
                "0200",
                Optional.empty(),
                Optional.of(0L),
                Optional.of("wallet:a"));
        ledger.must(
                open(StepId.first("test:reserve", "open"), reserve),
                cap("wallet:a", 100, 1),
                post("exchange:1", leg(CORE, A, 60)),
                post("exchange:2", leg(CORE, "wallet:a:reserve", 40)));

        assertThat(ledger.say(post("exchange:3", leg(CORE, A, 1)))).isEqualTo("BALANCE_CAP_EXCEEDED");
        assertThat(ledger.say(post("load:1", leg(A, "wallet:a:reserve", 60)))).isEqualTo("posted");
        assertThat(ledger.group("wallet:a").usedFen()).isEqualTo(100);

        ledger.must(cap("wallet:a", 50, 2));
        assertThat(ledger.say(post("load:2", leg("wallet:a:reserve", A, 100)))).isEqualTo("posted");
    }

    @Test
    void acceptsAboveTheCapWhereTheLegMayExceedIt() {
        ledger.must(cap("wallet:a", 10, 1));

        assertThat(ledger.say(post("refund:1", exemptLeg(CORE, A, 11)))).isEqualTo("posted");
        assertThat(ledger.say(post("payment:1", leg(CORE, A, 1)))).isEqualTo("BALANCE_CAP_EXCEEDED");
        assertThat(ledger.say(post("payment:2", leg(A, B, 2)))).isEqualTo("posted");
        assertThat(ledger.say(post("payment:3", leg(CORE, A, 1)))).isEqualTo("posted");
    }

    @ParameterizedTest
    @CsvSource({
        "true,false,DEBIT_FROZEN,posted",
        "false,true,posted,CREDIT_FROZEN",
        "true,true,DEBIT_FROZEN,CREDIT_FROZEN"
    })
    void stopsAFrozenSide(boolean debit, boolean credit, String out, String in) {
        topUp(A, 10);
        topUp(B, 10);
        ledger.must(constrain(A, debit, credit, 0, 1));

        assertThat(ledger.say(post("payment:1", leg(A, B, 1)))).isEqualTo(out);
        assertThat(ledger.say(post("payment:2", leg(B, A, 1)))).isEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({"-1,REQUEST_EXPIRED", "0,posted", "1,posted"})
    void rejectsWhatIsDecidedTooLate(long secondsLeft, String answer) {
        topUp(A, 10);
        var request = new LedgerRequest.PostEntry(
                StepId.first("payment:1", "post"), until(NOON.plusSeconds(secondsLeft), entry(leg(A, B, 1))));

        assertThat(ledger.say(request)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"9,posted", "10,posted", "11,AMOUNT_OVERFLOW"})
    void countsNoFurtherThanALong(long amountFen, String answer) {
        topUp(A, MAX - 10);

        assertThat(ledger.say(post("payment:1", leg(CORE, A, amountFen)))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"3,held", "4,held", "5,AMOUNT_OVERFLOW"})
    void keepsRoomForWhatIsHeld(long amountFen, String answer) {
        topUp(A, MAX - 10);
        ledger.must(hold("exchange:1", leg(CORE, A, 6)));

        assertThat(ledger.say(hold("exchange:2", leg(CORE, A, amountFen)))).isEqualTo(answer);
        assertThat(ledger.say(capture("exchange:1"))).isEqualTo("captured");
    }

    @Test
    void overflowsNoGroupEither() {
        var reserve = new AccountSpec(
                "wallet:a:reserve",
                Subject.WALLET,
                "102",
                "0200",
                Optional.empty(),
                Optional.of(0L),
                Optional.of("wallet:a"));
        ledger.must(open(StepId.first("test:reserve", "open"), reserve, core("0201")));
        topUp(A, MAX);

        assertThat(ledger.say(post("payment:1", leg("core:0201:clearing", "wallet:a:reserve", 1))))
                .isEqualTo("AMOUNT_OVERFLOW");
    }

    @Test
    void movesLegsInTheirOrderAndAllOrNothing() {
        topUp(A, 10);

        assertThat(ledger.say(post("payment:1", leg(A, B, 10), leg(B, CORE, 10))))
                .isEqualTo("posted");
        topUp(A, 20);
        assertThat(ledger.say(post("payment:2", leg(A, B, 20), leg(B, CORE, 21))))
                .isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.account(A).balanceFen()).isEqualTo(20);
        assertThat(ledger.account(B).balanceFen()).isZero();
    }

    @Test
    void writesWithEachLegTheBalancesThatItLeft() {
        topUp(A, 30);
        ledger.must(post("payment:1", leg(A, B, 10), leg(B, CORE, 4)));

        assertThat(ledger.lastBatch().entries().getFirst().transfers())
                .extracting(Entry.Transfer::debitBalanceFen, Entry.Transfer::creditBalanceFen)
                .containsExactly(tuple(20L, 10L), tuple(6L, 26L));
        ledger.must(hold("redeem:1", leg(A, CORE, 5)));
        assertThat(ledger.lastBatch().entries().getFirst().transfers())
                .extracting(Entry.Transfer::debitBalanceFen, Entry.Transfer::creditBalanceFen)
                .containsExactly(tuple(20L, 26L));
    }

    @Test
    void opensTheAccountsThatAnEntryNamesWithTheEntryAlone() {
        var rejected = new LedgerRequest.PostEntry(
                StepId.first("payment:1", "post"), opening(entry(leg("wallet:c:available", A, 1)), wallet("c")));
        assertThat(ledger.say(rejected)).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.has("wallet:c:available")).isFalse();

        var accepted = new LedgerRequest.PostEntry(
                StepId.first("payment:2", "post"), opening(entry(leg(CORE, "wallet:c:available", 1)), wallet("c")));
        assertThat(ledger.say(accepted)).isEqualTo("posted");
        assertThat(ledger.account("wallet:c:available").balanceFen()).isEqualTo(1);
    }

    @Test
    void leavesAnAccountOfTheSameShapeAndReportsAnotherShape() {
        topUp(A, 5);
        ledger.must(constrain(A, false, false, 3, 1));

        assertThat(ledger.say(open(StepId.first("test:again", "open"), wallet("a"))))
                .isEqualTo("opened");
        assertThat(ledger.account(A).balanceFen()).isEqualTo(5);
        assertThat(ledger.account(A).constraint().floorFen()).contains(3L);

        var other = new AccountSpec(
                A, Subject.WALLET, "102", "0999", Optional.of("party-a"), Optional.of(0L), Optional.of("wallet:a"));
        assertThat(ledger.say(open(StepId.first("test:other", "open"), wallet("b"), other)))
                .isEqualTo("conflict accounts[1].branchCode");
    }

    @ParameterizedTest
    @CsvSource({"4,false", "5,false", "6,true"})
    void takesAConstraintOfAHigherVersionOnly(long version, boolean frozen) {
        ledger.must(constrain(A, false, false, 0, 5));

        var request =
                new LedgerRequest.ConstrainAccount(StepId.first("test:other", "constrain"), A, true, false, 0, version);
        assertThat(ledger.say(request)).isEqualTo("constrained");
        assertThat(ledger.account(A).constraint().debitFrozen()).isEqualTo(frozen);
    }

    @Test
    void keepsTheCapOfAGroupThatHasNoAccountYet() {
        ledger.must(cap("wallet:c", 5, 1), open(StepId.first("test:c", "open"), wallet("c")));

        assertThat(ledger.say(post("payment:1", leg(CORE, "wallet:c:available", 6))))
                .isEqualTo("BALANCE_CAP_EXCEEDED");
    }

    @Test
    void letsEntriesOfABatchSeeEachOtherInOrder() {
        ledger.must(cap("wallet:b", 100, 1));

        assertThat(ledger.sayTogether(
                        post("payment:0", leg(A, B, 60)),
                        post("exchange:1", leg(CORE, A, 200)),
                        post("payment:1", leg(A, B, 60)),
                        post("payment:2", leg(A, B, 41)),
                        post("payment:3", leg(A, B, 40)),
                        constrain(A, true, false, 0, 1),
                        post("payment:4", leg(A, CORE, 1)),
                        constrain(A, false, false, 0, 2),
                        post("payment:5", leg(A, CORE, 1)),
                        post("payment:5", leg(A, CORE, 1)),
                        post("payment:5", leg(A, CORE, 2))))
                .containsExactly(
                        "INSUFFICIENT_FUNDS",
                        "posted",
                        "posted",
                        "BALANCE_CAP_EXCEEDED",
                        "posted",
                        "constrained",
                        "DEBIT_FROZEN",
                        "constrained",
                        "posted",
                        "posted",
                        "conflict entry.legs[0].amountFen");
        assertThat(ledger.account(A).balanceFen()).isEqualTo(99);
    }

    @ParameterizedTest
    @CsvSource({
        "hold, held, 60, 40",
        "hold capture, captured, 60, 0",
        "hold void, voided, 100, 0",
        "hold capture capture, captured, 60, 0",
        "hold void void, voided, 100, 0",
        "hold capture void, HOLD_NOT_PENDING, 60, 0",
        "hold void capture, HOLD_NOT_PENDING, 100, 0",
        "capture, HOLD_NOT_FOUND, 100, 0",
        "void, HOLD_NOT_FOUND, 100, 0",
        "hold freeze capture, captured, 60, 0",
        "hold freeze void, voided, 100, 0"
    })
    void endsAHoldOnce(String acts, String answer, long availableFen, long pendingFen) {
        topUp(A, 100);

        String last = "";
        for (String act : acts.split(" ", -1)) {
            last = ledger.say(
                    switch (act) {
                        case "hold" -> hold("redeem:1", leg(A, CORE, 40));
                        case "capture" -> capture("redeem:1");
                        case "void" -> release("redeem:1");
                        default -> constrain(A, true, true, 1000, 1);
                    });
        }

        assertThat(last).isEqualTo(answer);
        assertThat(ledger.account(A).availableFen()).isEqualTo(availableFen);
        assertThat(ledger.account(A).debits().pending()).isEqualTo(pendingFen);
    }

    @Test
    void capturesByAnotherStepOnlyOnce() {
        topUp(A, 100);
        ledger.must(hold("redeem:1", leg(A, CORE, 40)), capture("redeem:1"));

        var again = new LedgerRequest.CaptureHold(
                StepId.first("redeem:other", "capture"), StepId.first("redeem:1", "hold"));
        assertThat(ledger.say(again)).isEqualTo("HOLD_NOT_PENDING");
    }

    @Test
    void holdsAndCapturesInOneBatch() {
        topUp(A, 100);

        assertThat(ledger.sayTogether(
                        hold("redeem:1", leg(A, CORE, 40)),
                        capture("redeem:1"),
                        release("redeem:1"),
                        hold("redeem:2", leg(A, CORE, 61)),
                        hold("redeem:3", leg(A, CORE, 60)),
                        release("redeem:3"),
                        post("payment:1", leg(A, B, 60))))
                .containsExactly(
                        "held", "captured", "HOLD_NOT_PENDING", "INSUFFICIENT_FUNDS", "held", "voided", "posted");
        assertThat(ledger.account(A).balanceFen()).isZero();
        assertThat(ledger.account(A).debits().pending()).isZero();
    }

    @Test
    void givesHeldCreditsBackToTheCap() {
        ledger.must(cap("wallet:a", 100, 1), hold("exchange:1", leg(CORE, A, 100)));

        assertThat(ledger.say(hold("exchange:2", leg(CORE, A, 1)))).isEqualTo("BALANCE_CAP_EXCEEDED");
        ledger.must(release("exchange:1"));
        assertThat(ledger.group("wallet:a").usedFen()).isZero();
        assertThat(ledger.say(hold("exchange:3", leg(CORE, A, 100)))).isEqualTo("held");
        ledger.must(capture("exchange:3"));
        assertThat(ledger.group("wallet:a").usedFen()).isEqualTo(100);
    }

    @Test
    void countsHeightsWithoutGaps() {
        ledger.must(post("exchange:1", leg(CORE, A, 10)));
        ledger.batch(
                post("payment:1", leg(A, B, 11)), hold("payment:2", leg(A, B, 1)), post("payment:3", leg(A, B, 1)));

        assertThat(ledger.shard().height()).isEqualTo(3);
        assertThat(ledger.lastBatch().entries()).extracting(Entry::height).containsExactly(2L, 3L);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22,2026-11-23",
        "2026-11-23,2026-11-23",
        "2026-11-24,2026-11-24",
    })
    void movesTheAccountingDateForwardOnly(LocalDate today, LocalDate accountingDate) {
        ledger.must(post("exchange:1", leg(CORE, A, 10)));
        ledger.at(Instant.parse("2026-11-23T16:00:00Z"), today).must(post("exchange:2", leg(CORE, A, 10)));

        assertThat(ledger.lastBatch().entries().getFirst().accountingDate()).isEqualTo(accountingDate);
    }

    @ParameterizedTest
    @CsvSource({"39,posted", "40,posted", "41,BALANCE_CAP_EXCEEDED"})
    void creditsUpToTheCapOfTheAccountItself(long amountFen, String answer) {
        ledger.must(
                new LedgerRequest.ConstrainAccount(
                        StepId.first("test:cap", "constrain"), A, false, false, 0, Optional.of(100L), 1),
                hold("exchange:1", leg(CORE, A, 10)),
                post("exchange:2", leg(CORE, A, 50)));

        assertThat(ledger.say(post("exchange:3", leg(CORE, A, amountFen)))).isEqualTo(answer);
        assertThat(ledger.say(post("refund:1", exemptLeg(CORE, A, 100)))).isEqualTo("posted");
    }

    @Test
    void closesAnEmptyAccountForEver() {
        topUp(A, 10);
        assertThat(ledger.say(close("a"))).isEqualTo("ACCOUNT_NOT_EMPTY");
        ledger.must(post("redeem:1", leg(A, CORE, 10)));

        var second = new LedgerRequest.CloseAccount(new StepId("wallet:a", "close", 2), A);
        assertThat(ledger.say(second)).isEqualTo("closed");
        assertThat(ledger.say(second)).isEqualTo("closed");
        assertThat(ledger.say(post("payment:1", leg(CORE, A, 1)))).isEqualTo("ACCOUNT_CLOSED");
        assertThat(ledger.say(post("payment:2", leg(A, CORE, 1)))).isEqualTo("ACCOUNT_CLOSED");
        assertThat(ledger.say(constrain(A, true, false, 0, 9))).isEqualTo("ACCOUNT_CLOSED");
        assertThat(ledger.say(new LedgerRequest.CloseAccount(StepId.first("test:again", "close"), A)))
                .isEqualTo("ACCOUNT_CLOSED");
        assertThat(ledger.say(new LedgerRequest.CloseAccount(StepId.first("test:nobody", "close"), "wallet:nobody")))
                .isEqualTo("ACCOUNT_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void keepsAnAccountOpenWhileSomethingIsHeldOnIt(boolean out) {
        topUp(B, 1);
        ledger.must(out ? hold("redeem:1", leg(B, CORE, 1)) : hold("exchange:1", leg(CORE, A, 1)));

        assertThat(ledger.say(close(out ? "b" : "a"))).isEqualTo("ACCOUNT_NOT_EMPTY");
    }
}
