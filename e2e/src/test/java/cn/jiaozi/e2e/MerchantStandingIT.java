package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static cn.jiaozi.e2e.Town.ofOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A merchant that an operator stops is paid by nobody, until another operator takes it back.
class MerchantStandingIT {
    private final Town town = Town.only();

    @Test
    void isPaidByNobodyWhileItIsSuspended() {
        var zhang = town.classIi("zhang", 10_000);
        var shop = town.shop("teahouse");
        var merchant = "/v1/merchants/" + shop.merchantNo();
        var why = Map.of("reason", "Looked into");
        String open = town.order(shop, 500);

        ended(town.api.put(town.clerk(), merchant + "/suspension", why), "SUSPENDED");
        Awaitility.await().until(() -> newOrder(shop).text("reason").equals("MERCHANT_INACTIVE"));
        ended(
                town.api.put(zhang.token(), "/v1/payments/" + id("pay"), ofOrder(zhang, shop, open, 500)),
                "FAILED MERCHANT_INACTIVE");
        assertThat(town.api
                        .get(shop.token(), merchant + "/orders/" + open + "/qr")
                        .text("reason"))
                .isEqualTo("MERCHANT_INACTIVE");
        ended(town.api.put(town.clerk(), merchant + "/reinstatement", why), "FOUR_EYES");
        ended(town.api.put(town.reviewer(), merchant + "/reinstatement", why), "ACTIVE");
        Awaitility.await().until(() -> newOrder(shop).text("state").equals("OPEN"));

        ended(town.api.put(zhang.token(), "/v1/payments/" + id("pay"), ofOrder(zhang, shop, open, 500)), "SUCCEEDED");
        assertThat(town.api
                        .get(town.auditor(), merchant + "/audit-lines")
                        .body()
                        .path("lines")
                        .valueStream()
                        .map(line -> line.path("what").asString("") + " "
                                + line.path("who").asString("")))
                .containsExactly("REINSTATED reviewer", "SUSPENDED clerk", "APPROVED reviewer", "APPLIED clerk");
    }

    private Api.Answer newOrder(Town.Shop shop) {
        return town.api.put(
                shop.token(),
                "/v1/merchants/" + shop.merchantNo() + "/orders/" + id("order"),
                Map.of("amountFen", 500, "subject", "Tea 茶"));
    }
}
