package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.e2e.Town.Person;
import cn.jiaozi.e2e.Town.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Refunds out of a wallet that was paid out, across the whole suite. Shops have grade B, which may owe ¥2,000.
class AdvanceIT {
    private static final Town town = Town.only();
    private static final long LIMIT = 200_000;

    @Test
    void theBankAdvancesARefundAndTakesItBackFromComingSales() {
        var shop = town.shop("teahouse");
        var payer = town.classIi("payer", 10_000);
        var sale = sold(shop, payer, 1_000);
        ended(paidOut(shop), "PAID");
        assertThat(balance(shop)).isZero();

        ended(refund(shop, sale, 400), "SUCCEEDED");

        assertThat(town.balance(payer)).isEqualTo(9_400);
        var owed = awaitOwed(shop, List.of(400L));
        assertThat(owed.body().path("receivables").path(0).path("ageDays").asInt())
                .isZero();
        assertThat(owed.body().path("receivables").path(0).path("bucket").asString())
                .isEqualTo("0-30");
        assertThat(owed.body().path("ageing").path("leftFen").asLong()).isEqualTo(400);

        // All of it is taken, and it is too little; a payout finds nothing.
        sold(shop, payer, 100);
        awaitOwed(shop, List.of(300L));
        assertThat(balance(shop)).isZero();
        assertThat(paidOut(shop).text("state")).isEqualTo("SKIPPED");
        assertThat(town.api
                        .put(
                                town.clerk(),
                                "/v1/merchants/" + shop.merchantNo() + "/closing",
                                Map.of("reason", "moved away"))
                        .text("reason"))
                .isEqualTo("MERCHANT_UNFINISHED");

        sold(shop, payer, 1_000);
        awaitOwed(shop, List.of());
        assertThat(balance(shop)).isEqualTo(700);
        var payout = paidOut(shop);
        ended(payout, "PAID");
        assertThat(payout.number("amountFen")).isEqualTo(700);
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    @Test
    void theLedgerEndsWhatTheBankAdvances() {
        var shop = town.shop("teahouse");
        var payer = town.classIi("payer", 2 * LIMIT);
        var sale = sold(shop, payer, LIMIT + 1_000);
        ended(paidOut(shop), "PAID");

        ended(refund(shop, sale, LIMIT + 1), "FAILED INSUFFICIENT_FUNDS");
        ended(refund(shop, sale, LIMIT - 1), "SUCCEEDED");
        ended(refund(shop, sale, 2), "FAILED INSUFFICIENT_FUNDS");
        ended(refund(shop, sale, 1), "SUCCEEDED");
        ended(refund(shop, sale, 1), "FAILED INSUFFICIENT_FUNDS");
        awaitOwed(shop, List.of(LIMIT - 1, 1L));

        // The oldest one first.
        sold(shop, payer, 600);
        awaitOwed(shop, List.of(LIMIT - 601, 1L));
        ended(refund(shop, sale, 500), "SUCCEEDED");

        // From now on nothing is advanced, whatever is owed already.
        var regraded = town.api.put(
                town.reviewer(),
                "/v1/merchants/" + shop.merchantNo() + "/reviews/" + id("regrade"),
                Map.of("kind", "REGRADE", "riskGrade", "D", "reason", "many refunds"));
        assertThat(regraded.status()).as(regraded.body().toString()).isEqualTo(201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> town.api
                                .get(town.auditor(), "/v1/accounts/wallet:" + shop.walletId() + ":receivable:refunds")
                                .number("capFen")
                        == 0);
        ended(refund(shop, sale, 1), "FAILED INSUFFICIENT_FUNDS");
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    /// @return the payment's number
    private static String sold(Shop shop, Person payer, long fen) {
        var order = town.order(shop, fen);
        return ended(
                        town.api.put(payer.token(), "/v1/payments/" + id("pay"), Town.ofOrder(payer, shop, order, fen)),
                        "SUCCEEDED")
                .text("paymentId");
    }

    private static Answer refund(Shop shop, String paymentId, long fen) {
        return town.api.put(
                shop.token(), "/v1/payments/" + paymentId + "/refunds/" + id("refund"), Map.of("amountFen", fen));
    }

    private static Answer paidOut(Shop shop) {
        return town.api.put(shop.token(), "/v1/merchants/" + shop.merchantNo() + "/payouts/" + id("payout"), Map.of());
    }

    private static long balance(Shop shop) {
        return town.api
                .get(shop.token(), "/v1/accounts/wallet:" + shop.walletId() + ":available")
                .number("balanceFen");
    }

    private static Answer awaitOwed(Shop shop, List<Long> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> town.api.get(shop.token(), "/v1/merchants/" + shop.merchantNo() + "/receivables"),
                        answer -> {
                            var left = new ArrayList<Long>();
                            answer.body()
                                    .path("receivables")
                                    .forEach(line ->
                                            left.add(line.path("leftFen").asLong()));
                            return left.equals(wanted);
                        });
    }
}
