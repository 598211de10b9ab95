package cn.jiaozi.payment.voucher;

import static cn.jiaozi.payment.voucher.Given.DAY;
import static cn.jiaozi.payment.voucher.Given.HOUR;
import static cn.jiaozi.payment.voucher.Given.PAID;
import static cn.jiaozi.payment.voucher.Given.PURSE;
import static cn.jiaozi.payment.voucher.Given.SECOND;
import static cn.jiaozi.payment.voucher.Given.debit;
import static cn.jiaozi.payment.voucher.Given.load;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.payment.voucher.Finding.Cause;
import cn.jiaozi.payment.voucher.Finding.Duplicate;
import cn.jiaozi.payment.voucher.Finding.Pays;
import cn.jiaozi.payment.voucher.Finding.Rejected;
import cn.jiaozi.payment.voucher.Finding.Waits;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every check of the protocol in its order, with both neighbours of each limit.
class JudgeTest {
    private static final Hash OTHER = Hash.sm3(new byte[] {1});
    private static final Finding PAYS = pays(Verdict.ACCEPTED, Bearer.NONE, Funding.RESERVE_FIRST);
    private static final Finding PAYS_FROM_RESERVE = pays(Verdict.ACCEPTED, Bearer.NONE, Funding.RESERVE);

    record Row(String what, Consumer<Given> given, Finding expected) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Finding pays(Verdict verdict, Bearer bearer, Funding funding, Flag... flags) {
        return new Pays(verdict, bearer, Set.of(flags), funding);
    }

    private static Finding rejected(Verdict verdict, Bearer bearer) {
        return new Rejected(verdict, bearer);
    }

    static Stream<Row> parties() {
        return Stream.of(
                new Row("right in every way", _ -> {}, PAYS),
                new Row(
                        "no certificate of the payee",
                        g -> g.payeeShown = false,
                        rejected(Verdict.UNKNOWN_TERMINAL, Bearer.ACQUIRER)),
                new Row("a till that is on its way", g -> g.till = Optional.empty(), new Waits(Cause.PAYEE)),
                new Row(
                        "a till that did not come",
                        g -> {
                            g.till = Optional.empty();
                            g.waited = HOUR;
                        },
                        rejected(Verdict.UNKNOWN_TERMINAL, Bearer.ACQUIRER)),
                new Row(
                        "a till out of service",
                        g -> g.till = Optional.of(false),
                        rejected(Verdict.TERMINAL_REVOKED, Bearer.ACQUIRER)),
                new Row("uploaded by its payer", g -> g.uploader = PURSE, PAYS),
                new Row(
                        "uploaded by another till",
                        g -> g.uploader = "T000000000000002",
                        rejected(Verdict.REPLAY_WRONG_PAYEE, Bearer.ACQUIRER)),
                new Row(
                        "uploaded by another purse",
                        g -> g.uploader = "P000000000000002",
                        rejected(Verdict.REPLAY_WRONG_PAYEE, Bearer.PAYER)),
                new Row(
                        "paid before",
                        g -> g.book.known(g.debit.hash(), true),
                        new Duplicate(debit(1, Hash.ZERO, 1_000, 99_000).hash())),
                new Row("being paid", g -> g.book.known(g.debit.hash(), false), new Waits(Cause.SETTLING)),
                new Row(
                        "a duplicate whose signature is spoiled",
                        g -> {
                            g.book.known(g.debit.hash(), true);
                            g.signatures = new Signatures(false, false);
                        },
                        new Duplicate(debit(1, Hash.ZERO, 1_000, 99_000).hash())),
                new Row(
                        "not signed by the payer",
                        g -> g.signatures = new Signatures(false, true),
                        rejected(Verdict.FORGED, Bearer.ACQUIRER)),
                new Row("an unknown certificate", g -> g.registered = false, rejected(Verdict.FORGED, Bearer.ACQUIRER)),
                new Row(
                        "a certificate to be believed",
                        g -> {
                            g.registered = false;
                            g.payerShown = true;
                        },
                        new Waits(Cause.PURSE)),
                new Row(
                        "a purse that did not come",
                        g -> {
                            g.registered = false;
                            g.payerShown = true;
                            g.waited = HOUR;
                        },
                        rejected(Verdict.UNKNOWN_LOAD, Bearer.PAYEE)),
                new Row(
                        "not acknowledged",
                        g -> g.signatures = new Signatures(true, false),
                        rejected(Verdict.ACK_INVALID, Bearer.PAYEE)),
                new Row("in the last second of the certificate", g -> g.notAfter = PAID, PAYS),
                new Row(
                        "a second later",
                        g -> g.notAfter = PAID.minus(SECOND),
                        pays(Verdict.CERT_EXPIRED, Bearer.ISSUER, Funding.RESERVE_FIRST)),
                new Row(
                        "a day later",
                        g -> g.notAfter = PAID.minus(DAY),
                        pays(Verdict.CERT_EXPIRED, Bearer.ISSUER, Funding.RESERVE_FIRST)),
                new Row(
                        "a day and a second later",
                        g -> g.notAfter = PAID.minus(DAY).minus(SECOND),
                        rejected(Verdict.CERT_EXPIRED, Bearer.PAYEE)),
                new Row(
                        "a day and a second before the certificate",
                        g -> g.notBefore = PAID.plus(DAY).plus(SECOND),
                        rejected(Verdict.CERT_EXPIRED, Bearer.PAYEE)),
                new Row(
                        "a payee's clock that is ahead of the receipt",
                        g -> {
                            g.received = PAID.minus(HOUR);
                            g.notAfter = PAID.minus(HOUR);
                        },
                        PAYS));
    }

    static Stream<Row> revocation() {
        return Stream.of(
                new Row(
                        "revoked in the next list",
                        g -> g.revokedIn = Optional.of(8),
                        pays(Verdict.REVOKED, Bearer.ISSUER, Funding.RESERVE_FIRST)),
                new Row(
                        "revoked in this list",
                        g -> g.revokedIn = Optional.of(7),
                        rejected(Verdict.REVOKED, Bearer.ACQUIRER)),
                new Row(
                        "blocked, and in no list yet",
                        g -> g.state = PurseState.BLOCKED,
                        pays(Verdict.REVOKED, Bearer.ISSUER, Funding.RESERVE_FIRST)),
                new Row("retired", g -> g.state = PurseState.RETIRED, PAYS),
                new Row(
                        "revoked, by a list of three days",
                        g -> {
                            g.revokedIn = Optional.of(8);
                            g.lists.put(7, PAID.minus(DAY.multipliedBy(3)));
                        },
                        pays(Verdict.REVOKED, Bearer.ISSUER, Funding.RESERVE_FIRST)),
                new Row(
                        "revoked, by an older list",
                        g -> {
                            g.revokedIn = Optional.of(8);
                            g.lists.put(7, PAID.minus(DAY.multipliedBy(3)).minus(SECOND));
                        },
                        rejected(Verdict.REVOKED, Bearer.ACQUIRER)),
                new Row(
                        "blocked, by a list on its way",
                        g -> {
                            g.state = PurseState.BLOCKED;
                            g.debit(d -> d.says(8, false, false, 0, 1));
                        },
                        new Waits(Cause.LIST)),
                new Row(
                        "blocked, by a list that did not come",
                        g -> {
                            g.state = PurseState.BLOCKED;
                            g.waited = HOUR;
                            g.debit(d -> d.says(8, false, false, 0, 1));
                        },
                        rejected(Verdict.REVOKED, Bearer.ACQUIRER)),
                new Row(
                        "lost long ago, and not in a fresh list",
                        g -> {
                            g.state = PurseState.LOST;
                            g.lostAt = Optional.of(PAID.minus(DAY.multipliedBy(30)));
                        },
                        pays(Verdict.REVOKED, Bearer.ISSUER, Funding.RESERVE_FIRST)),
                new Row(
                        "lost, and not in an old list",
                        g -> {
                            g.state = PurseState.LOST;
                            g.lists.put(7, PAID.minus(DAY.multipliedBy(3)).minus(SECOND));
                        },
                        rejected(Verdict.REVOKED, Bearer.ACQUIRER)),
                new Row(
                        "not revoked, by an old list",
                        g -> g.lists.put(7, PAID.minus(DAY.multipliedBy(4))),
                        PAYS_FROM_RESERVE),
                new Row("not revoked, by a list on its way", g -> g.lists.clear(), new Waits(Cause.LIST)),
                new Row(
                        "not revoked, by a list that did not come",
                        g -> {
                            g.lists.clear();
                            g.waited = HOUR;
                        },
                        PAYS_FROM_RESERVE),
                new Row(
                        "another had the counter, by a list on its way",
                        g -> {
                            g.paid(debit(1, Hash.ZERO, 2_000, 98_000));
                            g.lists.clear();
                        },
                        new Waits(Cause.LIST)));
    }

    static Stream<Row> counters() {
        var first = debit(1, Hash.ZERO, 1_000, 99_000);
        var rival = debit(1, Hash.ZERO, 2_000, 98_000);
        var second = debit(2, first.hash(), 1_000, 98_000);
        var third = debit(3, second.hash(), 1_000, 97_000);
        return Stream.of(
                new Row(
                        "another debit had the counter",
                        g -> g.paid(rival),
                        pays(Verdict.DOUBLE_SPEND, Bearer.ISSUER, Funding.RECEIVABLE)),
                new Row(
                        "another had it, uploaded after a week",
                        g -> {
                            g.paid(rival);
                            g.received = PAID.plus(DAY.multipliedBy(7)).plus(SECOND);
                        },
                        rejected(Verdict.DOUBLE_SPEND, Bearer.ACQUIRER)),
                new Row(
                        "another had it, with the same nonce",
                        g -> {
                            g.paid(rival);
                            g.nonces.use(Nonces.Key.of(rival), rival.hash());
                        },
                        rejected(Verdict.DOUBLE_SPEND, Bearer.ACQUIRER)),
                new Row(
                        "it follows the one before",
                        g -> {
                            g.paid(first);
                            g.debit = second;
                        },
                        PAYS),
                new Row(
                        "it does not follow the one before",
                        g -> {
                            g.paid(rival);
                            g.debit = second;
                        },
                        pays(Verdict.FORK, Bearer.ISSUER, Funding.RECEIVABLE, Flag.BALANCE_MISMATCH)),
                new Row(
                        "it does not, uploaded after a week",
                        g -> {
                            g.paid(rival);
                            g.debit = second;
                            g.received = PAID.plus(DAY.multipliedBy(7)).plus(SECOND);
                        },
                        rejected(Verdict.FORK, Bearer.ACQUIRER)),
                new Row(
                        "the one after does not follow it",
                        g -> {
                            g.paid(second);
                            g.debit = rival;
                        },
                        pays(Verdict.FORK, Bearer.ISSUER, Funding.RECEIVABLE, Flag.GAP_FILLED, Flag.BALANCE_MISMATCH)),
                new Row(
                        "it does not follow the load",
                        g -> g.debit(d -> d.counter(1, OTHER)),
                        pays(Verdict.FORK, Bearer.ISSUER, Funding.RECEIVABLE)),
                new Row(
                        "it is from before the load",
                        g -> g.load = Optional.of(load(1, "0".repeat(64), Optional.empty())),
                        pays(Verdict.FORK, Bearer.ISSUER, Funding.RECEIVABLE)),
                new Row("it is the last one", g -> g.load = Optional.of(load(0, "0".repeat(64), closing(first))), PAYS),
                new Row(
                        "it is not the one that was said to be the last",
                        g -> g.load = Optional.of(load(0, "0".repeat(64), closing(rival))),
                        pays(Verdict.FORK, Bearer.ISSUER, Funding.RECEIVABLE)),
                new Row(
                        "it comes after the last one",
                        g -> {
                            g.paid(first);
                            g.load = Optional.of(load(0, "0".repeat(64), closing(first)));
                            g.debit = second;
                        },
                        pays(Verdict.FORK, Bearer.ISSUER, Funding.RECEIVABLE)),
                new Row(
                        "the nonce served another voucher",
                        g -> g.nonces.use(Nonces.Key.of(g.debit), OTHER),
                        rejected(Verdict.REPLAY_NONCE, Bearer.ACQUIRER)),
                new Row("the nonce is its own", g -> g.nonces.use(Nonces.Key.of(g.debit), g.debit.hash()), PAYS),
                new Row("a load on its way", g -> g.load = Optional.empty(), new Waits(Cause.LOAD)),
                new Row(
                        "a load that did not come",
                        g -> {
                            g.load = Optional.empty();
                            g.waited = HOUR;
                        },
                        rejected(Verdict.UNKNOWN_LOAD, Bearer.PAYEE)),
                new Row(
                        "one before it is missing",
                        g -> g.debit = second,
                        pays(Verdict.ACCEPTED, Bearer.NONE, Funding.RESERVE_FIRST, Flag.COUNTER_GAP)),
                new Row(
                        "it fills the gap",
                        g -> {
                            g.paid(second);
                            g.debit = first;
                        },
                        pays(Verdict.ACCEPTED, Bearer.NONE, Funding.RESERVE_FIRST, Flag.GAP_FILLED)),
                new Row(
                        "a gap far before it",
                        g -> {
                            g.paid(second);
                            g.debit = third;
                        },
                        pays(Verdict.ACCEPTED, Bearer.NONE, Funding.RESERVE_FIRST, Flag.COUNTER_GAP)),
                new Row(
                        "a balance that does not add up",
                        g -> g.debit(d -> d.balance(99_001)),
                        pays(Verdict.ACCEPTED, Bearer.NONE, Funding.RESERVE_FIRST, Flag.BALANCE_MISMATCH)));
    }

    static Stream<Row> limits() {
        var over = pays(Verdict.OVER_LIMIT, Bearer.ISSUER, Funding.RESERVE_FIRST);
        var overFromReserve = pays(Verdict.OVER_LIMIT, Bearer.ISSUER, Funding.RESERVE);
        return Stream.of(
                new Row("the most without a PIN", g -> g.debit(d -> d.amount(20_000)), PAYS),
                new Row("a fen more", g -> g.debit(d -> d.amount(20_001)), over),
                new Row(
                        "the most with the PIN",
                        g -> g.debit(d -> d.amount(50_000).says(7, true, false, 0, 1)),
                        PAYS),
                new Row("a fen more with it", g -> g.debit(d -> d.amount(50_001).says(7, true, false, 0, 1)), over),
                new Row("all of the load", g -> g.debit(d -> d.amount(100_000)), over),
                new Row(
                        "more than the load",
                        g -> g.debit(d -> d.amount(100_001).balance(0)),
                        rejected(Verdict.OVER_LIMIT, Bearer.PAYEE)),
                new Row("passed on", g -> g.debit(d -> d.says(7, false, false, 1, 1)), overFromReserve),
                new Row("by other limits", g -> g.debit(d -> d.says(7, false, false, 0, 2)), over),
                new Row(
                        "the twentieth payment",
                        g -> g.debit(d -> d.counter(20, OTHER)),
                        pays(Verdict.ACCEPTED, Bearer.NONE, Funding.RESERVE_FIRST, Flag.COUNTER_GAP)),
                new Row(
                        "the twenty-first",
                        g -> g.debit(d -> d.counter(21, OTHER)),
                        pays(Verdict.OVER_LIMIT, Bearer.ISSUER, Funding.RESERVE_FIRST, Flag.COUNTER_GAP)),
                new Row(
                        "the twentieth since the bank had them all",
                        g -> {
                            g.book = new Book(new Gaps(1, java.util.List.of()), 1);
                            g.debit(d -> d.counter(21, OTHER));
                        },
                        pays(Verdict.ACCEPTED, Bearer.NONE, Funding.RESERVE_FIRST, Flag.COUNTER_GAP)),
                new Row("all that may be paid", g -> g.book.spent(1, new Book.Spent(99_000, 0, 0)), PAYS),
                new Row("a fen more than that", g -> g.book.spent(1, new Book.Spent(99_001, 0, 0)), over),
                new Row(
                        "a fen more than that, uploaded after a week",
                        g -> {
                            g.book.spent(1, new Book.Spent(99_001, 0, 0));
                            g.received = PAID.plus(DAY.multipliedBy(7)).plus(SECOND);
                        },
                        overFromReserve),
                new Row(
                        "the fifth without power",
                        g -> {
                            g.book.spent(1, new Book.Spent(4, 4, 4));
                            g.debit(d -> d.says(7, false, true, 0, 1));
                        },
                        PAYS),
                new Row(
                        "the sixth without power",
                        g -> {
                            g.book.spent(1, new Book.Spent(5, 5, 5));
                            g.debit(d -> d.says(7, false, true, 0, 1));
                        },
                        over),
                new Row(
                        "all that may be paid without power",
                        g -> {
                            g.book.spent(1, new Book.Spent(29_000, 1, 29_000));
                            g.debit(d -> d.says(7, false, true, 0, 1));
                        },
                        PAYS),
                new Row(
                        "a fen more without power",
                        g -> {
                            g.book.spent(1, new Book.Spent(29_001, 1, 29_001));
                            g.debit(d -> d.says(7, false, true, 0, 1));
                        },
                        over),
                new Row("with power, after six without", g -> g.book.spent(1, new Book.Spent(6, 6, 6)), PAYS));
    }

    static Stream<Row> time() {
        return Stream.of(
                new Row("after seven days", g -> g.received = PAID.plus(DAY.multipliedBy(7)), PAYS),
                new Row(
                        "a second later",
                        g -> g.received = PAID.plus(DAY.multipliedBy(7)).plus(SECOND),
                        PAYS_FROM_RESERVE),
                new Row("after thirty days", g -> g.received = PAID.plus(DAY.multipliedBy(30)), PAYS_FROM_RESERVE),
                new Row(
                        "a second later than that",
                        g -> g.received = PAID.plus(DAY.multipliedBy(30)).plus(SECOND),
                        pays(Verdict.EXPIRED_LATE, Bearer.NONE, Funding.RESERVE)),
                new Row("one of five hundred", g -> g.count = 500, PAYS),
                new Row("one of more", g -> g.count = 501, PAYS_FROM_RESERVE),
                new Row("as much as a till may hold", g -> g.sumFen = 2_000_000, PAYS),
                new Row("more than a till may hold", g -> g.sumFen = 2_000_001, PAYS_FROM_RESERVE),
                new Row(
                        "one of more, uploaded by the payer",
                        g -> {
                            g.count = 501;
                            g.uploader = PURSE;
                        },
                        PAYS));
    }

    static Stream<Row> rows() {
        return Stream.of(parties(), revocation(), counters(), limits(), time()).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void findsWhatTheProtocolSays(Row row) {
        assertThat(Given.that(row.given()).judged()).isEqualTo(row.expected());
    }

    private static Optional<PurseFact.Closing> closing(Debit last) {
        return Optional.of(new PurseFact.Closing(1, last.hash().hex(), last.balanceFen(), PAID));
    }
}
