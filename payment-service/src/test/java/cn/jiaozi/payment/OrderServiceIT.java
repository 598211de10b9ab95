package cn.jiaozi.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.Ring.Answer;
import cn.jiaozi.payment.Ring.Shop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ImpatientServiceTest
class OrderServiceIT {
    private static final String PAYER = "0020000000000014";

    private final Ring ring;
    private final DatabaseClient database;

    OrderServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient database) {
        this.ring = new Ring(http);
        this.database = database;
    }

    @Test
    void isClaimedThenPaid() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 500);
        var party = Ring.anId();

        var claimed = pay(party, shop, order, 500);
        assertThat(claimed.status()).isEqualTo(202);
        assertThat(orderOf(shop, order).body())
                .containsEntry("state", "CLAIMED")
                .containsEntry("paymentId", claimed.at("paymentId"));

        var request = requested(party);
        assertThat(request.payee().walletId()).isEqualTo(shop.walletId());
        ring.post(request);
        awaitOrder(shop, order, "PAID");
        var sale = ring.announced(PaymentSucceeded.class, request.businessId())
                .sale()
                .orElseThrow();
        assertThat(sale.merchantNo()).isEqualTo(shop.merchantNo());
        assertThat(sale.orderId()).isEqualTo(order);
        assertThat(pay(Ring.anId(), shop, order, 500).at("reason")).isEqualTo("ORDER_PAID");

        var seen = ring.get("/v1/payments/" + claimed.at("paymentId"), shop.party(), "MERCHANT");
        assertThat(seen.at("payerWalletId")).isEqualTo("0020****0014");
        assertThat(ring.get("/v1/payments/" + claimed.at("paymentId"), shop.party(), "CUSTOMER")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void isPaidAtTheStoreThatItNames() {
        var shop = ring.aShop();
        var store = shop.store("000001");
        ring.events.send(Topics.MERCHANT_PAYEE, store.key(), store);
        var order = Ring.anId();
        var body = Map.of("amountFen", 500, "subject", "Tea", "storeNo", "000001", "expireMinutes", 120);
        Awaitility.await()
                .until(() -> ring.put(shop.orders(order), shop.party(), "MERCHANT", "", body)
                                .status()
                        < 300);
        var party = Ring.anId();

        pay(party, shop, order, 500);
        var request = requested(party);
        ring.post(request);

        var sale = ring.announced(PaymentSucceeded.class, request.businessId())
                .sale()
                .orElseThrow();
        assertThat(sale.storeNo()).contains("000001");
    }

    @Test
    void isClaimedByExactlyOneOfManyPayersAtOnce() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 500);

        var answers = IntStream.range(0, 10)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> pay(Ring.anId(), shop, order, 500)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).filteredOn(a -> a.status() == 202).hasSize(1);
        assertThat(answers)
                .filteredOn(a -> a.status() == 201)
                .hasSize(9)
                .allMatch(a -> a.at("state").equals("FAILED") && a.at("reason").equals("ORDER_CLAIMED"));
    }

    @Test
    void isPayableAgainByAnybodyWhenAPaymentHasFailed() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 500);
        var poor = Ring.anId();
        pay(poor, shop, order, 500);
        ring.reject(requested(poor).businessId(), Reason.INSUFFICIENT_FUNDS);
        assertThat(awaitOrder(shop, order, "OPEN").body()).doesNotContainKey("paymentId");

        var rich = Ring.anId();
        assertThat(pay(rich, shop, order, 500).status()).isEqualTo(202);
        ring.post(requested(rich));
        awaitOrder(shop, order, "PAID");
    }

    @Test
    void expiresByTheClockUnlessAPaymentHasClaimedIt() {
        var shop = ring.aShop();
        var open = ring.anOrder(shop, 500);
        var claimed = ring.anOrder(shop, 500);
        var party = Ring.anId();
        pay(party, shop, claimed, 500);

        letTimePass(shop);

        awaitStored(shop, open, "EXPIRED");
        assertThat(pay(Ring.anId(), shop, open, 500).at("reason")).isEqualTo("ORDER_EXPIRED");
        assertThat(orderOf(shop, claimed).at("state")).isEqualTo("CLAIMED");
        ring.reject(requested(party).businessId(), Reason.INSUFFICIENT_FUNDS);
        awaitStored(shop, claimed, "EXPIRED");
    }

    @Test
    void isPaidAlsoWhenItsTimeHasPassedMeanwhile() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 500);
        var party = Ring.anId();
        pay(party, shop, order, 500);

        letTimePass(shop);
        ring.post(requested(party));

        awaitStored(shop, order, "PAID");
    }

    @Test
    void isClosedByItsMerchantOnlyWhenOpen() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 500);
        var close = shop.orders(order) + "/close";

        assertThat(ring.put(close, "somebody", "MERCHANT", "", Map.of()).status())
                .isEqualTo(404);
        assertThat(ring.put(close, shop.party(), "MERCHANT", "", Map.of()).at("state"))
                .isEqualTo("CLOSED");
        assertThat(ring.put(close, shop.party(), "MERCHANT", "", Map.of()).status())
                .isEqualTo(200);
        assertThat(pay(Ring.anId(), shop, order, 500).at("reason")).isEqualTo("ORDER_CLOSED");

        var claimed = ring.anOrder(shop, 500);
        pay(Ring.anId(), shop, claimed, 500);
        var answer = ring.put(shop.orders(claimed) + "/close", shop.party(), "MERCHANT", "", Map.of());
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("reason")).isEqualTo("ORDER_CLAIMED");
    }

    @Test
    void keepsItsRefusalForTheSameId() {
        var shop = ring.aShop();
        var nowhere = new Shop(Ring.digits(15), "nobody", PAYER);
        var order = ring.anOrder(shop, 500);
        var refusals = List.of(
                Map.entry("ORDER_NOT_FOUND", Ring.ofOrder(PAYER, shop, "no-such-order", 500)),
                Map.entry("MERCHANT_NOT_FOUND", Ring.ofOrder(PAYER, nowhere, order, 500)),
                Map.entry("ORDER_AMOUNT_DIFFERS", Ring.ofOrder(PAYER, shop, order, 499)));

        for (var refusal : refusals) {
            var path = "/v1/payments/" + Ring.anId();
            var party = Ring.anId();
            var first = ring.pay(path, party, refusal.getValue());
            var repeat = ring.pay(path, party, refusal.getValue());

            assertThat(first.status()).isEqualTo(201);
            assertThat(first.at("reason")).isEqualTo(refusal.getKey());
            assertThat(repeat.status()).isEqualTo(200);
            assertThat(repeat.body()).isEqualTo(first.body());
            assertThat(ring.get(path + "/timeline", party, "CUSTOMER").steps())
                    .extracting(step -> step.get("step"))
                    .containsExactly("REQUESTED", "FAILED");
        }
        assertThat(orderOf(shop, order).at("state")).isEqualTo("OPEN");
    }

    @Test
    void followsTheNewestWordOnAMerchantWhateverTheOrderOfArrival() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 500);

        ring.events.sendAll(
                Topics.MERCHANT_PAYEE, shop.merchantNo(), List.of(shop.payee(3, false), shop.payee(2, true)));
        Awaitility.await()
                .until(() -> pay(Ring.anId(), shop, order, 1).at("reason").equals("MERCHANT_INACTIVE"));
        ring.events.send(Topics.MERCHANT_PAYEE, shop.merchantNo(), shop.payee(2, true));
        var witness = ring.aShop();

        assertThat(witness).isNotEqualTo(shop);
        assertThat(pay(Ring.anId(), shop, order, 500).at("reason")).isEqualTo("MERCHANT_INACTIVE");
        ring.events.send(Topics.MERCHANT_PAYEE, shop.merchantNo(), shop.payee(4, true));
        Awaitility.await()
                .until(() -> pay(Ring.anId(), shop, order, 1).at("reason").equals("ORDER_AMOUNT_DIFFERS"));
    }

    @Test
    void takesNoNewOrderAndShowsNoCodeOfAMerchantThatIsSuspended() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 500);
        ring.aTill(shop);
        var body = Map.of("amountFen", 500, "subject", "Tea");
        var storeQr = "/v1/merchants/" + shop.merchantNo() + "/stores/000001/qr";

        ring.events.send(Topics.MERCHANT_PAYEE, shop.merchantNo(), shop.payee(2, false));
        Awaitility.await()
                .until(() ->
                        ring.get(storeQr, shop.party(), "MERCHANT").at("reason").equals("MERCHANT_INACTIVE"));

        var refused = Ring.anId();
        assertThat(ring.put(shop.orders(refused), shop.party(), "MERCHANT", "", body)
                        .at("reason"))
                .isEqualTo("MERCHANT_INACTIVE");
        assertThat(ring.get(shop.orders(refused), shop.party(), "MERCHANT").status())
                .isEqualTo(404);
        assertThat(ring.put(shop.orders(order), shop.party(), "MERCHANT", "", body)
                        .status())
                .isEqualTo(200);
        assertThat(ring.get(shop.orders(order) + "/qr", shop.party(), "MERCHANT")
                        .at("reason"))
                .isEqualTo("MERCHANT_INACTIVE");
        assertThat(pay(Ring.anId(), shop, order, 500).at("reason")).isEqualTo("MERCHANT_INACTIVE");

        ring.events.send(Topics.MERCHANT_PAYEE, shop.merchantNo(), shop.payee(3, true));
        Awaitility.await()
                .until(() -> ring.get(storeQr, shop.party(), "MERCHANT").status() == 200);
        assertThat(ring.put(shop.orders(refused), shop.party(), "MERCHANT", "", body)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void belongsToTheMerchantWhoMadeIt() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 500);
        var body = Map.of("amountFen", 500, "subject", "Tea");

        assertThat(ring.put(shop.orders(order), shop.party(), "MERCHANT", "", body)
                        .status())
                .isEqualTo(200);
        assertThat(ring.put(shop.orders(order), "somebody", "MERCHANT", "", body)
                        .status())
                .isEqualTo(404);
        assertThat(ring.put(shop.orders(order), shop.party(), "CUSTOMER", "", body)
                        .status())
                .isEqualTo(403);
        assertThat(ring.get(shop.orders(order), "somebody", "MERCHANT").status())
                .isEqualTo(404);
        var other =
                ring.put(shop.orders(order), shop.party(), "MERCHANT", "", Map.of("amountFen", 501, "subject", "Tea"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.at("errors").toString()).contains("pointer=/amountFen");
        var nowhere = Map.of("amountFen", 500, "subject", "Tea", "storeNo", "000009");
        assertThat(ring.put(shop.orders(Ring.anId()), shop.party(), "MERCHANT", "", nowhere)
                        .at("reason"))
                .isEqualTo("STORE_NOT_FOUND");
    }

    private Answer pay(String party, Shop shop, String order, long amountFen) {
        return ring.pay("/v1/payments/" + Ring.anId(), party, Ring.ofOrder(PAYER, shop, order, amountFen));
    }

    private PaymentRequested requested(String party) {
        return ring.events.await(
                Topics.PAYMENT, PaymentRequested.class, e -> e.requestedBy().equals(party));
    }

    private Answer orderOf(Shop shop, String order) {
        return ring.get(shop.orders(order), shop.party(), "MERCHANT");
    }

    private Answer awaitOrder(Shop shop, String order, String state) {
        return ring.awaitState(shop.orders(order), shop.party(), "MERCHANT", state);
    }

    private void letTimePass(Shop shop) {
        database.sql("update merchant_order set expires_at = now() - interval '1 second' where merchant_no = :no")
                .bind("no", shop.merchantNo())
                .then()
                .block();
    }

    private void awaitStored(Shop shop, String order, String state) {
        Awaitility.await()
                .until(
                        () -> database.sql(
                                        "select state from merchant_order where merchant_no = :no and order_id = :id")
                                .bind("no", shop.merchantNo())
                                .bind("id", order)
                                .mapValue(String.class)
                                .one()
                                .block(),
                        state::equals);
    }
}
