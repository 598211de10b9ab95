package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.voucher.Settlement.State;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
    private static final Instant NOW = Given.PAID;
    private static final UUID ID = new UUID(0, 1);
    private static final String PAYEE = "wallet:0020000000000022:available";

    @ParameterizedTest
    @CsvSource({
        // from the reserve, then what each of 600 and 700 is owed, and their verdicts
        "1300, 0, 0, ACCEPTED, ACCEPTED",
        "1299, 0, 1, ACCEPTED, RESERVE_EXHAUSTED",
        "600, 0, 700, ACCEPTED, RESERVE_EXHAUSTED",
        "599, 1, 700, RESERVE_EXHAUSTED, RESERVE_EXHAUSTED",
        "0, 600, 700, RESERVE_EXHAUSTED, RESERVE_EXHAUSTED",
    })
    void givesTheReserveToTheFirst(long fen, long firstFen, long secondFen, Verdict first, Verdict second) {
        var asked = asked(Funding.RESERVE_FIRST, 2, 1_300);

        var ending = Ending.of(
                asked, parts(Verdict.ACCEPTED, 600, 700), posted(asked, fen, 1_300 - fen), UUID::randomUUID, NOW);

        assertThat(ending.vouchers()).extracting(Ended::receivableFen).containsExactly(firstFen, secondFen);
        assertThat(ending.vouchers())
                .extracting(each -> each.verdict().orElseThrow())
                .containsExactly(first, second);
        assertThat(ending.settlements().getFirst().event().orElseThrow().receivableFen())
                .isEqualTo(1_300 - fen);
    }

    @Test
    void keepsTheClassOfWhatIsOwedAltogether() {
        var asked = asked(Funding.RECEIVABLE, 1, 600);

        var ending = Ending.of(asked, parts(Verdict.DOUBLE_SPEND, 600), posted(asked, 0, 600), UUID::randomUUID, NOW);

        assertThat(ending.vouchers().getFirst().verdict()).contains(Verdict.DOUBLE_SPEND);
        assertThat(ending.vouchers().getFirst().bearer()).isEqualTo(Bearer.ISSUER);
    }

    @Test
    void tellsARepeatAgainAndChangesNothing() {
        var posted = asked(Funding.RESERVE, 1, 600).posted(new Settlement.Posting(0, LocalDate.EPOCH, NOW));

        var ending = Ending.of(posted, List.of(), posted(posted, 600, 0), UUID::randomUUID, NOW);

        assertThat(ending).isEqualTo(new Ending(List.of(), List.of(), false, true));
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED, RESERVE_EXHAUSTED, ACQUIRER",
        "REVOKED, RESERVE_EXHAUSTED, ACQUIRER",
        "OVER_LIMIT, OVER_LIMIT, PAYEE",
        "EXPIRED_LATE, EXPIRED_LATE, PAYEE",
        "DOUBLE_SPEND, DOUBLE_SPEND, ACQUIRER",
        "FORK, FORK, ACQUIRER",
    })
    void rejectsWhatIsNotThere(Verdict before, Verdict after, Bearer bearer) {
        var ending = rejected(asked(Funding.RESERVE, 1, 600), parts(before, 600), Reason.INSUFFICIENT_FUNDS, 1);

        assertThat(ending.settlements()).extracting(Settlement::state).containsExactly(State.REFUSED);
        var ended = ending.vouchers().getFirst();
        assertThat(ended.isPaid()).isFalse();
        assertThat(ended.verdict()).contains(after);
        assertThat(ended.bearer()).isEqualTo(bearer);
    }

    @Test
    void asksOneByOneForWhatIsNotThereForAll() {
        var ending = rejected(
                asked(Funding.RESERVE, 2, 1_300), parts(Verdict.ACCEPTED, 600, 700), Reason.INSUFFICIENT_FUNDS, 1);

        assertThat(ending.settlements())
                .extracting(Settlement::state)
                .containsExactly(State.REFUSED, State.ASKED, State.ASKED);
        assertThat(ending.settlements()).extracting(Settlement::amountFen).containsExactly(1_300L, 600L, 700L);
        assertThat(ending.settlements()
                        .getLast()
                        .asks()
                        .entry()
                        .legs()
                        .getFirst()
                        .amountFen())
                .isEqualTo(700);
        assertThat(ending.vouchers()).extracting(Ended::verdict).containsOnly(Optional.empty());
        assertThat(ending.askNow()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"CREDIT_FROZEN, 1, 2", "ACCOUNT_ON_OTHER_SHARD, 1, 2", "CREDIT_FROZEN, 2, 0"})
    void triesAgainWhatMayBeDoneLater(Reason reason, int attempt, int next) {
        var ending = rejected(asked(Funding.RESERVE, 1, 600), parts(Verdict.ACCEPTED, 600), reason, attempt);

        assertThat(ending.settlements())
                .extracting(Settlement::attempt)
                .isEqualTo(next == 0 ? List.of() : List.of(next));
        assertThat(ending.vouchers()).isEmpty();
        assertThat(ending.settlements()).allMatch(each -> each.asks().id().attempt() == next);
    }

    @Test
    void paysInGoodFaithWithoutTheReserveThatIsGone() {
        var asked = asked(Funding.RESERVE_FIRST, 1, 600);

        var ending = Ending.of(
                asked,
                parts(Verdict.ACCEPTED, 600),
                new Answer.Rejected(ID, 1, Reason.ACCOUNT_CLOSED, Optional.of(asked.reserve())),
                UUID::randomUUID,
                NOW);

        var again = ending.settlements().getFirst();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.asks().entry().legs()).hasSize(1);
        assertThat(again.asks().entry().legs().getFirst().restOf()).isEmpty();
        assertThat(ending.askNow()).isTrue();
    }

    private static Ending rejected(Settlement asked, List<Part> parts, Reason reason, int attempt) {
        return Ending.of(
                asked, parts, new Answer.Rejected(ID, attempt, reason, Optional.of(PAYEE)), UUID::randomUUID, NOW);
    }

    private static Settlement asked(Funding funding, int vouchers, long amountFen) {
        return Settlement.asked(
                ID,
                Given.purse(),
                Given.load(0, "0".repeat(64), Optional.empty()),
                new Recipient(new WalletParty("0020000000000022", "002"), Optional.empty(), true),
                funding,
                new Settlement.Sum(vouchers, amountFen, NOW),
                NOW);
    }

    private static List<Part> parts(Verdict verdict, long... amountsFen) {
        return IntStream.range(0, amountsFen.length)
                .mapToObj(i -> new Part("v" + i, ID, ID, i, Given.TILL, amountsFen[i], verdict, Bearer.NONE, ""))
                .toList();
    }

    private static Answer posted(Settlement asked, long reserveFen, long owedFen) {
        var legs = java.util.stream.Stream.of(
                        new LedgerEvent.Leg(asked.reserve(), PAYEE, reserveFen),
                        new LedgerEvent.Leg("owed", PAYEE, owedFen))
                .filter(leg -> leg.amountFen() > 0)
                .toList();
        return new Answer.Posted(
                ID, new LedgerEvent.Entry(1, TxType.OFFLINE_SETTLE, LocalDate.EPOCH, legs, NOW, NOW, NOW));
    }
}
