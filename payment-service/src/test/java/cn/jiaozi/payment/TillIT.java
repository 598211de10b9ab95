package cn.jiaozi.payment;

import static cn.jiaozi.payment.Ring.anId;
import static cn.jiaozi.payment.Ring.withCode;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.sdk.qr.MerchantQr;
import cn.jiaozi.testkit.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// What a till does: take payments by code, show QR codes, reverse what it has lost sight of.
@ImpatientServiceTest
class TillIT {
    private static final String WALLET = "0020000000000014";

    private final Ring ring;
    private final WebTestClient http;
    private final DatabaseClient database;
    private final Ring.Shop shop;
    private final String till;
    private final String ann = "ann-" + anId();
    private final String order = anId();

    TillIT(@Autowired WebTestClient http, @Autowired DatabaseClient database) {
        this.ring = new Ring(http);
        this.http = http;
        this.database = database;
        this.shop = ring.aShop();
        this.till = ring.aTill(shop);
    }

    @Test
    void isPaidWithTheCustomersCode() {
        var code = ring.aCode(ann, WALLET);

        var begun = ring.put("/v1/payments/" + anId(), till, "", withCode(code, order, 500));

        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
        var request = requested(ann);
        assertThat(request.txType()).isEqualTo(TxType.CONSUME);
        assertThat(request.payer().walletId()).isEqualTo(WALLET);
        assertThat(request.authFactors()).isEqualTo(Set.of(AuthFactor.PAYMENT_CODE));
        ring.post(request);
        var sale = ring.announced(PaymentSucceeded.class, request.businessId())
                .sale()
                .orElseThrow();
        assertThat(List.of(sale.merchantNo(), sale.storeNo().orElseThrow(), sale.orderId(), sale.subject()))
                .containsExactly(shop.merchantNo(), "000001", order, "Tea");
        ring.awaitState(shop.orders(order), shop.party(), "MERCHANT", "PAID");
        var path = "/v1/payments/" + begun.at("paymentId");
        assertThat(ring.get(path, till).at("payerWalletId")).isEqualTo("0020****0014");
        assertThat(ring.get(path, ann, "CUSTOMER").body())
                .containsEntry("payerWalletId", WALLET)
                .containsEntry("authFactors", List.of("PAYMENT_CODE"))
                .containsEntry("orderId", order);
    }

    @Test
    void chargesOnceHoweverOftenATillRetries() {
        var code = ring.aCode(ann, WALLET);
        var path = "/v1/payments/" + anId();

        var answers = IntStream.range(0, 4)
                .mapToObj(
                        _ -> CompletableFuture.supplyAsync(() -> ring.put(path, till, "", withCode(code, order, 500))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().map(a -> a.at("paymentId")).distinct()).hasSize(1);
        assertThat(answers).allMatch(a -> a.status() == 202);
        assertThat(ring.events.seen(
                        Topics.PAYMENT,
                        PaymentRequested.class,
                        e -> e.requestedBy().equals(ann)))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(ring.put(path, till, "", withCode(code, order, 501)).at("reason"))
                .isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(ring.put(path, till, "", withCode(ring.aCode(ann, WALLET), order, 500))
                        .at("reason"))
                .isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void takesACodeOnceAndOnlyOneThatLives() {
        var used = ring.aCode(ann, WALLET);
        ring.put("/v1/payments/" + anId(), till, "", withCode(used, order, 500));
        assertRefused(used, Reason.PAYMENT_CODE_USED);

        assertRefused("0100000000000000000", Reason.PAYMENT_CODE_INVALID);

        var old = ring.aCode(ann, WALLET);
        database.sql("update payment_code set expires_at = now() where party = :party and used_by is null")
                .bind("party", ann)
                .then()
                .block();
        assertRefused(old, Reason.PAYMENT_CODE_EXPIRED);
    }

    private void assertRefused(String code, Reason reason) {
        var id = anId();
        var answer = ring.put("/v1/payments/" + id, till, "", withCode(code, anId(), 500));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("reason")).isEqualTo(reason.name());
        assertThat(ring.get("/v1/payments/" + id, till).status()).isEqualTo(404);
    }

    @Test
    void letsOneOfTwoTillsHaveTheCode() {
        var other = ring.aTill(shop);
        var code = ring.aCode(ann, WALLET);

        var answers = Stream.of(till, other)
                .map(each -> CompletableFuture.supplyAsync(
                        () -> ring.put("/v1/payments/" + anId(), each, "", withCode(code, anId(), 500))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .map(a -> a.status() == 202 ? "begun" : String.valueOf(a.at("reason")))
                .toList();

        assertThat(answers).containsExactlyInAnyOrder("begun", "PAYMENT_CODE_USED");
    }

    @Test
    void issuesManyCodesAtOnceAndEachOfThemOnce() {
        var path = "/v1/payment-codes/" + anId().substring(1);
        var device = TestTokens.ofDevice(ann);
        var paths = IntStream.range(0, 12).mapToObj(n -> path + (n % 6)).toList();

        var answers = paths.stream()
                .map(each ->
                        CompletableFuture.supplyAsync(() -> ring.put(each, device, "", Map.of("walletId", WALLET))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().map(a -> a.at("paymentCode")).distinct()).hasSize(6);
        assertThat(answers.stream().filter(a -> a.status() == 201)).hasSize(6);
        assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(6);
        assertThat(answers).allMatch(a -> a.at("state").equals("ISSUED"));
    }

    @Test
    void tellsADeviceItsCodeAgainAndNobodyElse() {
        var path = "/v1/payment-codes/" + anId();
        var first = ring.put(path, TestTokens.ofDevice(ann), "", Map.of("walletId", WALLET));
        assertThat(first.status()).isEqualTo(201);
        assertThat(String.valueOf(first.at("paymentCode"))).matches("01[0-9]{17}");

        var again = ring.put(path, TestTokens.ofDevice(ann), "", Map.of("walletId", WALLET));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(ring.get(path, TestTokens.ofDevice(ann)).body()).isEqualTo(first.body());
        assertThat(ring.put(path, TestTokens.ofDevice(ann), "", Map.of("walletId", "0020000000000022"))
                        .at("reason"))
                .isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(ring.put(path, ann, "CUSTOMER", "", Map.of("walletId", WALLET))
                        .at("reason"))
                .isEqualTo("AUTH_FACTOR_MISSING");
        assertThat(ring.get(path, TestTokens.ofDevice("bob")).status()).isEqualTo(404);
    }

    @Test
    void showsTheCodeOfAnOrderAsTextAndPicture() {
        ring.put(shop.orders(order), till, "", Map.of("amountFen", 6_660, "subject", "Tea"));

        var text = String.valueOf(ring.get(shop.orders(order) + "/qr", till).at("text"));

        var read = MerchantQr.of(text);
        assertThat(read.order()).contains(new MerchantQr.Order(order, 6_660));
        assertThat(read.storeNo()).contains("000001");
        assertThat(read.name()).isEqualTo("Tea House");
        byte[] png = http.get()
                .uri(shop.orders(order) + "/qr")
                .header("Authorization", till)
                .accept(MediaType.IMAGE_PNG)
                .exchange()
                .expectHeader()
                .contentType(MediaType.IMAGE_PNG)
                .expectBody()
                .returnResult()
                .getResponseBody();
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        ring.put(shop.orders(order) + "/close", shop.party(), "MERCHANT", "", Map.of());
        assertThat(ring.get(shop.orders(order) + "/qr", till).at("reason")).isEqualTo("ORDER_CLOSED");
    }

    @Test
    void isPaidByTheCodeOnTheWall() {
        var read =
                MerchantQr.of(String.valueOf(ring.get("/v1/merchants/" + shop.merchantNo() + "/stores/000001/qr", till)
                        .at("text")));
        assertThat(read.order()).isEmpty();

        var body = Map.of(
                "kind",
                "STORE",
                "payerWalletId",
                WALLET,
                "merchantNo",
                read.merchantNo(),
                "storeNo",
                read.storeNo().orElseThrow(),
                "amountFen",
                300);
        var path = "/v1/payments/" + anId();
        var begun = ring.put(path, TestTokens.ofDevice(ann), "", body);

        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
        assertThat(ring.put(path, TestTokens.ofDevice(ann), "", body).at("paymentId"))
                .isEqualTo(begun.at("paymentId"));
        var request = requested(ann);
        assertThat(request.authFactors()).isEqualTo(Set.of(AuthFactor.DEVICE_KEY));
        ring.post(request);
        var sale = ring.announced(PaymentSucceeded.class, request.businessId())
                .sale()
                .orElseThrow();
        assertThat(sale.storeNo()).isEqualTo(Optional.of("000001"));
        assertThat(sale.orderId())
                .isEqualTo(String.valueOf(begun.at("paymentId")).replace("-", ""));
        assertThat(ring.put(
                                "/v1/payments/" + anId(),
                                TestTokens.ofDevice(ann),
                                "",
                                Map.of(
                                        "kind",
                                        "STORE",
                                        "payerWalletId",
                                        WALLET,
                                        "merchantNo",
                                        shop.merchantNo(),
                                        "storeNo",
                                        "999999",
                                        "amountFen",
                                        300))
                        .at("reason"))
                .isEqualTo("STORE_NOT_FOUND");
    }

    @Test
    void keepsRolesApart() {
        assertThat(ring.put("/v1/payments/" + anId(), ann, "CUSTOMER", "", withCode("0100000000000000000", order, 1))
                        .status())
                .isEqualTo(403);
        assertThat(ring.put("/v1/payments/" + anId(), till, "", Ring.p2p(WALLET, "0020000000000022", 1))
                        .status())
                .isEqualTo(403);
        var other = ring.aShop();
        assertThat(ring.put(other.orders(anId()), till, "", Map.of("amountFen", 1, "subject", "Tea"))
                        .status())
                .isEqualTo(404);
        assertThat(ring.put(
                                shop.orders(anId()),
                                till,
                                "",
                                Map.of("amountFen", 1, "subject", "Tea", "storeNo", "000002"))
                        .at("reason"))
                .isEqualTo("BAD_REQUEST");
        assertThat(ring.put(other.orders(anId()) + "/reversal", till, "", Map.of("amountFen", 1))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void reversesASaleThatHasNotComeAndRefusesItThen() {
        var reversed = reverse(500);
        assertThat(reversed.status()).isEqualTo(201);
        assertThat(reversed.at("state")).isEqualTo("SUCCEEDED");
        assertThat(reverse(500).status()).isEqualTo(200);

        var sale = ring.put("/v1/payments/" + anId(), till, "", withCode(ring.aCode(ann, WALLET), order, 500));

        assertThat(sale.at("state")).isEqualTo("FAILED");
        assertThat(sale.at("reason")).isEqualTo("ORDER_REVERSED");
        assertThat(ring.put(shop.orders(order), till, "", Map.of("amountFen", 500, "subject", "Tea"))
                        .at("reason"))
                .isEqualTo("ORDER_REVERSED");
        assertThat(ring.get(shop.orders(order), till).at("state")).isEqualTo("REVERSED");
    }

    @Test
    void reversesAnOpenOrderAtOnce() {
        ring.put(shop.orders(order), till, "", Map.of("amountFen", 500, "subject", "Tea"));

        assertThat(reverse(499).at("reason")).isEqualTo("ORDER_AMOUNT_DIFFERS");
        assertThat(reverse(500).at("state")).isEqualTo("SUCCEEDED");

        assertThat(ring.pay("/v1/payments/" + anId(), ann, Ring.ofOrder(WALLET, shop, order, 500))
                        .at("reason"))
                .isEqualTo("ORDER_REVERSED");
    }

    @Test
    void reversesAPaidOrderByGivingBackAll() {
        var payment = ring.put("/v1/payments/" + anId(), till, "", withCode(ring.aCode(ann, WALLET), order, 500));
        ring.post(requested(ann));
        ring.awaitState(shop.orders(order), shop.party(), "MERCHANT", "PAID");

        assertThat(reverse(500).status()).isEqualTo(202);
        var refund = refundOf(payment);
        assertThat(refund.amountFen()).isEqualTo(500);
        ring.post(refund);

        ring.awaitState(shop.orders(order) + "/reversal", shop.party(), "MERCHANT", "SUCCEEDED");
        assertThat(ring.get(shop.orders(order), till).at("state")).isEqualTo("REVERSED");
        assertThat(ring.get("/v1/payments/" + payment.at("paymentId"), till).at("refundState"))
                .isEqualTo("REFUNDED");
    }

    @Test
    void waitsForAPaymentThatIsUnderWayAndNeverLetsAnotherIn() {
        ring.put(shop.orders(order), till, "", Map.of("amountFen", 500, "subject", "Tea"));
        ring.pay("/v1/payments/" + anId(), ann, Ring.ofOrder(WALLET, shop, order, 500));
        assertThat(reverse(500).at("state")).isEqualTo("REQUESTED");

        ring.reject(requested(ann).businessId(), Reason.INSUFFICIENT_FUNDS);

        ring.awaitState(shop.orders(order) + "/reversal", shop.party(), "MERCHANT", "SUCCEEDED");
        assertThat(ring.pay("/v1/payments/" + anId(), "bob", Ring.ofOrder(WALLET, shop, order, 500))
                        .at("reason"))
                .isEqualTo("ORDER_REVERSED");
    }

    @Test
    void triesAgainWhenARefundHasFailed() {
        var payment = ring.put("/v1/payments/" + anId(), till, "", withCode(ring.aCode(ann, WALLET), order, 500));
        ring.post(requested(ann));
        ring.awaitState(shop.orders(order), shop.party(), "MERCHANT", "PAID");
        reverse(500);
        ring.reject(refundOf(payment).businessId(), Reason.INSUFFICIENT_FUNDS);
        assertThat(ring.awaitState(shop.orders(order) + "/reversal", shop.party(), "MERCHANT", "FAILED")
                        .at("reason"))
                .isEqualTo("INSUFFICIENT_FUNDS");

        assertThat(reverse(500).at("state")).isEqualTo("REQUESTED");
        ring.post(ring.events
                .await(
                        Topics.PAYMENT,
                        RefundRequested.class,
                        e -> e.paymentBusinessId().equals("payment:" + payment.at("paymentId")),
                        2)
                .getLast());

        ring.awaitState(shop.orders(order) + "/reversal", shop.party(), "MERCHANT", "SUCCEEDED");
    }

    private Ring.Answer reverse(long amountFen) {
        return ring.put(shop.orders(order) + "/reversal", till, "", Map.of("amountFen", amountFen));
    }

    private PaymentRequested requested(String party) {
        return ring.events.await(
                Topics.PAYMENT, PaymentRequested.class, e -> e.requestedBy().equals(party));
    }

    private RefundRequested refundOf(Ring.Answer payment) {
        return ring.events.await(
                Topics.PAYMENT,
                RefundRequested.class,
                e -> e.paymentBusinessId().equals("payment:" + payment.at("paymentId")));
    }
}
