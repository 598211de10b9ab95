package cn.jiaozi.merchant.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TermsTest {
    @ParameterizedTest
    @CsvSource({
        // basis points, cap, per transaction, amount, fee
        "0, , 0, 1000000, 0",
        "38, , 0, 131, 0",
        "38, , 0, 132, 1",
        "38, , 0, 394, 1",
        "38, , 0, 395, 2",
        "60, , 0, 10000, 60",
        "60, 59, 0, 10000, 59",
        "60, 60, 0, 10000, 60",
        "60, 61, 0, 10000, 60",
        "60, , 10, 10000, 70",
        "60, 69, 10, 10000, 69",
        "60, 70, 10, 10000, 70",
        "60, 71, 10, 10000, 70",
        "0, , 10, 9, 9",
        "0, , 10, 10, 10",
        "0, , 10, 11, 10",
        "1000, , 1, 1, 1",
        "1000, , 0, 4, 0",
        "1000, , 0, 5, 1",
        "1000, , 0, 9223372036854775807, 922337203685477581",
        "1000, 100, 0, 9223372036854775807, 100"
    })
    void addsRateAndPartPerTransactionUpToTheCapAndTheAmount(
            int rateBp, @Nullable Long capFen, long perTransactionFen, long amountFen, long feeFen) {
        var terms =
                new Terms(rateBp, Optional.ofNullable(capFen), perTransactionFen, RefundPolicy.RETURN_PROPORTIONALLY);

        assertThat(terms.feeFen(amountFen)).isEqualTo(feeFen);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 1000, 83, 0",
        "6, 1000, 84, 1",
        "6, 1000, 249, 1",
        "6, 1000, 250, 2",
        "6, 1000, 999, 6",
        "6, 1000, 1000, 6",
        "6, 1000, 1001, 6",
        "1, 3, 1, 0",
        "1, 3, 2, 1",
        "1, 3, 3, 1",
        "100000000000, 1000000000000, 333333333333, 33333333333"
    })
    void returnsByWhatWasRefundedInSum(long feeFen, long amountFen, long refundedFen, long returnedFen) {
        assertThat(terms(RefundPolicy.RETURN_PROPORTIONALLY).returnedFen(feeFen, amountFen, refundedFen))
                .isEqualTo(returnedFen);
        assertThat(terms(RefundPolicy.KEEP).returnedFen(feeFen, amountFen, refundedFen))
                .isZero();
    }

    static Stream<Arguments> seeds() {
        return Seeds.of(500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void returnsExactlyTheFeeAfterAFullRefundInWhateverPartsAndOrder(long seed) {
        Seeds.play(seed, random -> {
            long amountFen = random.nextLong(1, random.nextBoolean() ? 50 : 1_000_000_000_000_000L);
            var terms = new Terms(
                    random.nextInt(0, 1_001),
                    random.nextBoolean() ? Optional.empty() : Optional.of(random.nextLong(1, 100_000_000)),
                    0,
                    RefundPolicy.RETURN_PROPORTIONALLY);
            long feeFen = terms.feeFen(amountFen);
            var parts = parts(amountFen, random);
            Collections.shuffle(parts, new Random(seed));

            assertThat(feeFen).isBetween(0L, amountFen);
            long refundedFen = 0;
            long returnedFen = 0;
            for (long partFen : parts) {
                refundedFen += partFen;
                long nowFen = terms.returnedFen(feeFen, amountFen, refundedFen);
                assertThat(nowFen - returnedFen).isBetween(0L, partFen);
                returnedFen = nowFen;
            }
            assertThat(refundedFen).isEqualTo(amountFen);
            assertThat(returnedFen).isEqualTo(feeFen);
        });
    }

    private static List<Long> parts(long amountFen, RandomGenerator random) {
        var parts = new ArrayList<Long>();
        long leftFen = amountFen;
        while (leftFen > 0) {
            long partFen = parts.size() == 49 ? leftFen : random.nextLong(1, leftFen + 1);
            parts.add(partFen);
            leftFen -= partFen;
        }
        return parts;
    }

    @ParameterizedTest
    @CsvSource({"9, 10, /capFen", "10, 10, ", "11, 10, ", ", 10, "})
    void contradictsItselfWhereTheCapIsBelowThePartPerTransaction(
            @Nullable Long capFen, long perTransactionFen, @Nullable String pointer) {
        var terms = new Terms(0, Optional.ofNullable(capFen), perTransactionFen, RefundPolicy.KEEP);

        assertThat(terms.contradiction()).isEqualTo(Optional.ofNullable(pointer));
    }

    @Test
    void namesTheFirstFieldThatDiffers() {
        var terms = new Terms(60, Optional.of(100L), 1, RefundPolicy.KEEP);

        assertThat(terms.difference(new Terms(60, Optional.of(100L), 1, RefundPolicy.KEEP)))
                .isEmpty();
        assertThat(terms.difference(new Terms(61, Optional.of(101L), 2, RefundPolicy.KEEP)))
                .contains("/rateBp");
        assertThat(terms.difference(new Terms(60, Optional.empty(), 2, RefundPolicy.KEEP)))
                .contains("/capFen");
        assertThat(terms.difference(new Terms(60, Optional.of(100L), 2, RefundPolicy.RETURN_PROPORTIONALLY)))
                .contains("/perTransactionFen");
        assertThat(terms.difference(new Terms(60, Optional.of(100L), 1, RefundPolicy.RETURN_PROPORTIONALLY)))
                .contains("/refundPolicy");
    }

    @Test
    void neverWrapsAround() {
        var terms = new Terms(0, Optional.empty(), Long.MAX_VALUE, RefundPolicy.KEEP);
        var both = new Terms(1_000, Optional.empty(), Long.MAX_VALUE, RefundPolicy.KEEP);

        assertThat(terms.feeFen(7)).isEqualTo(7);
        assertThatThrownBy(() -> both.feeFen(100)).isInstanceOf(ArithmeticException.class);
    }

    private static Terms terms(RefundPolicy policy) {
        return new Terms(60, Optional.empty(), 0, policy);
    }
}
