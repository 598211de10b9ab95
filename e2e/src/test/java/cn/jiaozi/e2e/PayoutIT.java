package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.e2e.Town.Shop;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// From a sale to the merchant's bank account and back, across the whole suite.
class PayoutIT {
    private static final Town town = Town.only();
    /// Of a Class II wallet: ¥500,000.00.
    private static final long CAP_FEN = 50_000_000;

    @Test
    void whatWasSoldIsInTheBankAccountOnceAndComesBackWhenTheBankReturnsIt() {
        var shop = town.shop("teahouse");
        plan(shop, Map.of("schedule", "MANUAL", "keepFen", 300, "minimumFen", 100));
        assertThat(asked(shop, Map.of()).text("state")).isEqualTo("SKIPPED");
        sold(shop, 1_000);
        long inTheBank = inTheBank(shop);

        var payout = asked(shop, Map.of());

        assertThat(payout.text("state")).as(payout.body().toString()).isEqualTo("PAID");
        assertThat(payout.number("amountFen")).isEqualTo(700);
        assertThat(balance(shop)).isEqualTo(300);
        assertThat(inTheBank(shop)).isEqualTo(inTheBank + 700);

        var payoutId = payout.text("payoutId");
        var sale = town.api
                .get(shop.token(), "/v1/merchants/" + shop.merchantNo() + "/sales")
                .body()
                .path("lines")
                .path(0)
                .path("businessId")
                .asString();
        var ofSale = receipt(shop, "sales/" + sale);
        var ofPayout = receipt(shop, "payouts/" + payoutId);
        assertThat(receipt(shop, "payouts/" + payoutId)).isEqualTo(ofPayout).isNotEqualTo(ofSale);
        town.core("PUT", "/core/v1/transfers/" + payoutId + "/return", Map.of("reason", "ACCOUNT_CLOSED"));
        // The core is asked for returns every half minute.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(shown(shop, payoutId).text("state")).isEqualTo("RETURNED"));
        assertThat(balance(shop)).isEqualTo(1_000);
        assertThat(inTheBank(shop)).isEqualTo(inTheBank);
        assertThat(receipt(shop, "sales/" + sale)).isEqualTo(ofSale);
        assertThat(receipt(shop, "payouts/" + payoutId)).isNotEqualTo(ofPayout);

        var next = asked(shop, Map.of("atMostFen", 500));
        assertThat(next.number("amountFen")).isEqualTo(500);
        assertThat(balance(shop)).isEqualTo(500);
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    @Test
    void whatAHolderHasRedeemedComesBackIntoTheWalletAboveItsCap() {
        var person = town.classIi("redeemer", 1_000);
        var path = "/v1/wallets/" + person.walletId() + "/exchanges/" + id("exchange");
        var redeem = ended(town.api.put(person.token(), path, Map.of("kind", "REDEEM", "amountFen", 700)), "SUCCEEDED");
        assertThat(town.balance(person)).isEqualTo(300);
        // Full to the cap of its class since.
        ended(town.exchange(person, "EXCHANGE_IN", CAP_FEN - 300), "SUCCEEDED");

        var requestId = redeem.text("businessId").substring("exchange:".length());
        town.core("PUT", "/core/v1/transfers/" + requestId + "/return", Map.of("reason", "ACCOUNT_CLOSED"));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(town.api.get(person.token(), path).text("state"))
                                .isEqualTo("RETURNED"));
        assertThat(town.balance(person)).isEqualTo(CAP_FEN + 700);
        var repeated = town.api.put(person.token(), path, Map.of("kind", "REDEEM", "amountFen", 700));
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.text("state")).isEqualTo("RETURNED");
        var history = town.api.get(person.token(), "/v1/accounts/" + person.address() + "/lines");
        assertThat(history.body().toString()).contains("REDEEM_RETURN");
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    @Test
    void aLostAnswerOfTheCorePaysNobodyTwice() {
        var shop = town.shop("teahouse");
        plan(shop, Map.of("schedule", "MANUAL"));
        sold(shop, 800);
        long inTheBank = inTheBank(shop);
        town.faults(Map.of("loseEvery", 1));
        try {
            var payout = asked(shop, Map.of());

            assertThat(payout.text("state")).as(payout.body().toString()).isEqualTo("PAID");
        } finally {
            town.noFaults();
        }
        assertThat(inTheBank(shop)).isEqualTo(inTheBank + 800);
        assertThat(balance(shop)).isZero();
    }

    @Test
    void aRunOfTheDayPaysWhoeverIsDueAndARepeatNobody() {
        var shop = town.shop("teahouse");
        plan(shop, Map.of("schedule", "INTRADAY", "times", List.of("00:00")));
        sold(shop, 900);
        long inTheBank = inTheBank(shop);

        var run = town.api.put(town.clerk(), "/v1/payout-runs/" + today(), Map.of());
        assertThat(run.status()).as(run.body().toString()).isEqualTo(201);
        Awaitility.await().untilAsserted(() -> assertThat(inTheBank(shop)).isEqualTo(inTheBank + 900));
        assertThat(town.api
                        .put(town.clerk(), "/v1/payout-runs/" + today(), Map.of())
                        .status())
                .isEqualTo(200);

        Awaitility.await().untilAsserted(() -> {
            var list = town.api.get(shop.token(), payouts(shop) + "?dueOn=" + today());
            assertThat(list.body().path("payouts")).hasSize(1);
            assertThat(list.body().path("payouts").path(0).path("state").asString())
                    .isEqualTo("PAID");
        });
        assertThat(balance(shop)).isZero();
    }

    /// As soon as there is one: merchant-service hears of an entry a moment after its state.
    private static JsonNode receipt(Shop shop, String of) {
        var path = "/v1/merchants/" + shop.merchantNo() + "/" + of + "/receipt";
        return Awaitility.await()
                .until(
                        () -> town.api.get(shop.token(), path),
                        answer -> answer.contentType().equals("application/pdf"))
                .body();
    }

    private static void plan(Shop shop, Map<String, Object> plan) {
        var put = town.api.put(town.clerk(), "/v1/merchants/" + shop.merchantNo() + "/payout-plans/" + today(), plan);
        assertThat(put.status()).as(put.body().toString()).isEqualTo(201);
    }

    private static void sold(Shop shop, long fen) {
        var payer = town.classIi("payer", fen);
        var order = town.order(shop, fen);
        ended(
                town.api.put(payer.token(), "/v1/payments/" + id("pay"), Town.ofOrder(payer, shop, order, fen)),
                "SUCCEEDED");
    }

    private static Answer asked(Shop shop, Map<String, Object> body) {
        return town.api.put(shop.token(), payouts(shop) + "/" + id("payout"), body);
    }

    private static Answer shown(Shop shop, String payoutId) {
        return town.api.get(shop.token(), payouts(shop) + "/" + payoutId);
    }

    private static String payouts(Shop shop) {
        return "/v1/merchants/" + shop.merchantNo() + "/payouts";
    }

    private static long balance(Shop shop) {
        return town.api
                .get(shop.token(), "/v1/accounts/wallet:" + shop.walletId() + ":available")
                .number("balanceFen");
    }

    private static long inTheBank(Shop shop) {
        return town.core("GET", "/core/v1/accounts/" + Town.accountNo(shop.party()), "")
                .path("balanceFen")
                .asLong();
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(Instant.now(), ZoneId.of("Asia/Shanghai"));
    }
}
