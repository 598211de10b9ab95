package cn.jiaozi.payment.voucher;

import static cn.jiaozi.payment.voucher.Given.DAY;
import static cn.jiaozi.payment.voucher.Given.PAID;
import static cn.jiaozi.payment.voucher.Given.debit;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A purse is found out by what it has signed, and by nothing else.
class ContradictionTest {
    private static final Debit FIRST = debit(1, Hash.ZERO, 1_000, 99_000);
    private static final Debit RIVAL = debit(1, Hash.ZERO, 2_000, 98_000);
    private static final Debit SECOND = debit(2, FIRST.hash(), 1_000, 98_000);
    private static final Debit STRANGER = debit(2, RIVAL.hash(), 1_000, 97_000);

    private static final Consumer<Given> REVOKED = g -> {
        g.state = PurseState.REVOKED;
        g.lists.put(7, PAID.minus(DAY.multipliedBy(4)));
    };
    private static final Consumer<Given> NOT_ACKNOWLEDGED = g -> g.signatures = new Signatures(true, false);
    private static final Consumer<Given> NOT_SIGNED = g -> g.signatures = new Signatures(false, true);

    record Row(String what, Debit judged, Consumer<Given> given, Optional<Verdict> expected) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("alone", FIRST, _ -> {}, Optional.empty()),
                new Row("the same, signed before", FIRST, g -> g.book.signed(FIRST), Optional.empty()),
                new Row("a rival was rejected", FIRST, g -> g.book.signed(RIVAL), Optional.of(Verdict.DOUBLE_SPEND)),
                new Row(
                        "rejected itself, a rival was paid",
                        FIRST,
                        REVOKED.andThen(g -> g.paid(RIVAL)),
                        Optional.of(Verdict.DOUBLE_SPEND)),
                new Row(
                        "both rejected",
                        FIRST,
                        NOT_ACKNOWLEDGED.andThen(g -> g.book.signed(RIVAL)),
                        Optional.of(Verdict.DOUBLE_SPEND)),
                new Row(
                        "not signed, beside a rival",
                        FIRST,
                        NOT_SIGNED.andThen(g -> g.book.signed(RIVAL)),
                        Optional.empty()),
                new Row("follows one that was rejected", SECOND, g -> g.book.signed(FIRST), Optional.empty()),
                new Row(
                        "follows another than was rejected",
                        STRANGER,
                        g -> g.book.signed(FIRST),
                        Optional.of(Verdict.FORK)),
                new Row(
                        "follows one of two rivals",
                        STRANGER,
                        g -> {
                            g.book.signed(FIRST);
                            g.book.signed(RIVAL);
                        },
                        Optional.empty()),
                new Row("before one that was rejected", FIRST, g -> g.book.signed(SECOND), Optional.empty()),
                new Row(
                        "before one that follows another",
                        FIRST,
                        g -> g.book.signed(STRANGER),
                        Optional.of(Verdict.FORK)),
                new Row("paid before", FIRST, g -> g.paid(FIRST), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void showsWhatNoSoundChipSigns(Row row) {
        var given = Given.that(row.given());
        given.debit = row.judged();

        assertThat(given.shows()).isEqualTo(row.expected());
    }
}
