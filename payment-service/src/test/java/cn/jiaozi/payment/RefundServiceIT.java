package cn.jiaozi.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundFailed;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundSucceeded;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.Ring.Answer;
import cn.jiaozi.payment.Ring.Shop;
import cn.jiaozi.testkit.Reannounce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ImpatientServiceTest
class RefundServiceIT {
    private static final String PAYER = "0020000000000014";

    private final Ring ring;
    private final WebTestClient http;
    private final DatabaseClient sql;
    private final String party = Ring.anId();

    RefundServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.ring = new Ring(http);
        this.sql = sql;
        this.http = http;
    }

    @Test
    void givesBackInPartsUntilNothingIsLeft() {
        var shop = ring.aShop();
        var payment = paid(shop, 1000);

        var first = refundLater(shop, payment, Ring.anId(), 400);
        var request = ring.events.await(
                Topics.PAYMENT,
                RefundRequested.class,
                e -> e.paymentBusinessId().equals("payment:" + payment));
        assertThat(request.payer().walletId()).isEqualTo(shop.walletId());
        assertThat(request.payee().walletId()).isEqualTo(PAYER);
        ring.post(request);
        assertThat(first.join().status()).isEqualTo(201);
        assertThat(first.join().at("state")).isEqualTo("SUCCEEDED");
        assertThat(paymentOf(payment).body())
                .containsEntry("refundedFen", 400)
                .containsEntry("refundState", "PARTIALLY_REFUNDED");
        var told = ring.announced(RefundSucceeded.class, request.businessId());
        assertThat(told.sale().merchantNo()).isEqualTo(shop.merchantNo());
        Reannounce.everything(http);
        assertThat(ring.events.await(
                        Topics.PAYMENT,
                        RefundSucceeded.class,
                        e -> e.businessId().equals(request.businessId()),
                        2))
                .containsOnly(told);

        assertThat(refund(shop, payment, Ring.anId(), 601).at("reason")).isEqualTo("REFUND_EXCEEDS");
        var rest = refundLater(shop, payment, Ring.anId(), 600);
        ring.post(ring.events.await(
                Topics.PAYMENT,
                RefundRequested.class,
                e -> e.paymentBusinessId().equals("payment:" + payment) && e.amountFen() == 600));
        assertThat(rest.join().at("state")).isEqualTo("SUCCEEDED");
        assertThat(paymentOf(payment).at("refundState")).isEqualTo("REFUNDED");
        assertThat(refund(shop, payment, Ring.anId(), 1).at("reason")).isEqualTo("REFUND_EXCEEDS");

        assertThat(ring.get("/v1/payments/" + payment + "/timeline", party, "CUSTOMER")
                        .steps())
                .extracting(step -> step.get("step"))
                .containsSubsequence(
                        "SUCCEEDED",
                        "REFUND_REQUESTED",
                        "REFUND_AUTHORIZED",
                        "REFUND_POSTED",
                        "REFUND_SUCCEEDED",
                        "REFUND_REQUESTED",
                        "REFUND_FAILED");
    }

    @Test
    void neverGivesBackMoreThanWasPaidHoweverManyAskAtOnce() {
        var shop = ring.aShop();
        var payment = paid(shop, 1000);

        var answers = IntStream.range(0, 12)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> refund(shop, payment, Ring.anId(), 300)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).filteredOn(a -> a.status() == 202).hasSize(3);
        assertThat(answers)
                .filteredOn(a -> a.status() == 201)
                .hasSize(9)
                .allMatch(a -> a.at("reason").equals("REFUND_EXCEEDS"));
        assertThat(paymentOf(payment).body()).containsEntry("refundedFen", 0).containsEntry("refundState", "NONE");
    }

    @Test
    void keepsNothingReservedForARefundThatFailed() {
        var shop = ring.aShop();
        var payment = paid(shop, 1000);
        var id = Ring.anId();
        refund(shop, payment, id, 1000);
        var request = ring.events.await(
                Topics.PAYMENT,
                RefundRequested.class,
                e -> e.paymentBusinessId().equals("payment:" + payment));

        assertThat(refund(shop, payment, Ring.anId(), 1).at("reason")).isEqualTo("REFUND_EXCEEDS");
        ring.reject(request.businessId(), Reason.DEBIT_FROZEN);

        var failed = ring.awaitState(refundPath(payment, id), shop.party(), "MERCHANT", "FAILED");
        assertThat(failed.at("reason")).isEqualTo("WALLET_FROZEN");
        assertThat(ring.announced(RefundFailed.class, request.businessId()).reason())
                .isEqualTo(Reason.WALLET_FROZEN);
        assertThat(refund(shop, payment, id, 1000).status()).isEqualTo(200);
        assertThat(refund(shop, payment, Ring.anId(), 1000).status()).isEqualTo(202);
    }

    @Test
    void announcesItsStoredRequestAgainUntilItEnds() {
        var shop = ring.aShop();
        var payment = paid(shop, 1000);
        var id = Ring.anId();
        refund(shop, payment, id, 10);

        var requests = ring.events.await(
                Topics.PAYMENT,
                RefundRequested.class,
                e -> e.paymentBusinessId().equals("payment:" + payment),
                2);

        assertThat(requests.stream().distinct()).hasSize(1);
        // The outcome, and the stored outcome in answer to the repeat.
        ring.post(requests.getFirst());
        ring.awaitState(refundPath(payment, id), shop.party(), "MERCHANT", "SUCCEEDED");
        ring.post(requests.getFirst());
        ring.events.await(
                Topics.PAYMENT,
                RefundSucceeded.class,
                e -> e.businessId().equals(requests.getFirst().businessId()),
                2);
        assertThat(paymentOf(payment).at("refundedFen")).isEqualTo(10);
    }

    @Test
    void begetsOneRefundWhenTheSameIdComesManyTimesAtOnce() {
        var shop = ring.aShop();
        var payment = paid(shop, 1000);
        var id = Ring.anId();

        var answers = IntStream.range(0, 10)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> refund(shop, payment, id, 900)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(answers.getFirst().status()).isEqualTo(202);
        var other = refund(shop, payment, id, 901);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.at("errors").toString()).contains("pointer=/amountFen");
    }

    @Test
    void refusesToRefundWhatHasNotSucceededForThatId() {
        var shop = ring.aShop();
        var order = ring.anOrder(shop, 1000);
        var payment = ring.pay("/v1/payments/" + Ring.anId(), party, Ring.ofOrder(PAYER, shop, order, 1000))
                .at("paymentId")
                .toString();
        var id = Ring.anId();

        assertThat(refund(shop, payment, id, 1).at("reason")).isEqualTo("ORIGINAL_NOT_SUCCEEDED");
        ring.post(requested());
        ring.awaitState("/v1/payments/" + payment, party, "CUSTOMER", "SUCCEEDED");
        var repeat = refund(shop, payment, id, 1);
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.at("reason")).isEqualTo("ORIGINAL_NOT_SUCCEEDED");
        assertThat(refund(shop, payment, Ring.anId(), 1).status()).isEqualTo(202);
    }

    @Test
    void refundsOnlyTheMerchantsOwnSales() {
        var shop = ring.aShop();
        var payment = paid(shop, 1000);
        var stranger = new Shop(shop.merchantNo(), "somebody", shop.walletId());
        var person = ring.pay("/v1/payments/" + Ring.anId(), party, Ring.p2p(PAYER, shop.walletId(), 5))
                .at("paymentId")
                .toString();

        assertThat(refund(stranger, payment, Ring.anId(), 1).at("reason")).isEqualTo("ORIGINAL_NOT_FOUND");
        assertThat(refund(shop, person, Ring.anId(), 1).status()).isEqualTo(404);
        assertThat(refund(shop, UUID.randomUUID().toString(), Ring.anId(), 1).status())
                .isEqualTo(404);
        assertThat(ring.get(refundPath(payment, Ring.anId()), shop.party(), "MERCHANT")
                        .status())
                .isEqualTo(404);
        assertThat(ring.put(refundPath(payment, Ring.anId()), party, "CUSTOMER", "", Map.of("amountFen", 1))
                        .status())
                .isEqualTo(403);
    }

    /// What merchant-service has told last, and what the request says; a request is never made anew.
    @ParameterizedTest
    @CsvSource({"200000, 200000", "1, 1", "0, ", ", "})
    void saysWhatTheBankAdvancesForTheMerchant(@Nullable Long toldFen, @Nullable Long saidFen) {
        var shop = ring.aShop();
        var payment = paid(shop, 1000);
        var told = shop.payee(7, true);
        ring.events.send(
                Topics.MERCHANT_PAYEE,
                told.key(),
                new Payee(
                        told.merchantNo(),
                        told.storeNo(),
                        "Tea House, once more",
                        told.mcc(),
                        told.wallet(),
                        told.party(),
                        true,
                        told.version(),
                        Optional.ofNullable(toldFen)));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> versionOf(shop) == told.version());

        refund(shop, payment, Ring.anId(), 10);

        assertThat(ring.events
                        .await(
                                Topics.PAYMENT,
                                RefundRequested.class,
                                e -> e.paymentBusinessId().equals("payment:" + payment))
                        .advanceFen())
                .isEqualTo(Optional.ofNullable(saidFen));
    }

    /// The customer was paid by the merchant; who has lent what is not told.
    @Test
    void showsACustomerOneLegWhereTheBankHasAdvancedAPart() {
        var shop = ring.aShop();
        var payment = paid(shop, 1000);
        var refund = refundLater(shop, payment, Ring.anId(), 10);
        var plain = ring.posted(ring.events.await(
                Topics.PAYMENT,
                RefundRequested.class,
                e -> e.paymentBusinessId().equals("payment:" + payment)));
        var whole = plain.entry().legs().getFirst();
        var owed = Addresses.refundReceivable(shop.walletId());
        ring.events.send(
                Topics.LEDGER,
                plain.id().businessId(),
                new LedgerEvent.Posted(
                        plain.id(),
                        new LedgerEvent.Entry(
                                plain.entry().height(),
                                plain.entry().txType(),
                                plain.entry().accountingDate(),
                                List.of(
                                        new LedgerEvent.Leg(whole.debit(), whole.credit(), 3),
                                        new LedgerEvent.Leg(owed, whole.credit(), 7)),
                                plain.entry().requestedAt(),
                                plain.entry().authorizedAt(),
                                plain.entry().at())));

        assertThat(refund.join().at("state")).isEqualTo("SUCCEEDED");
        assertThat(ring.get("/v1/payments/" + payment + "/timeline", party, "CUSTOMER")
                        .steps())
                .filteredOn(step -> "REFUND_POSTED".equals(step.get("step")))
                .extracting(step -> step.get("legs"))
                .containsExactly(List.of(Map.of("debit", whole.debit(), "credit", whole.credit(), "amountFen", 10)));
    }

    private long versionOf(Shop shop) {
        return sql.sql("select version from payee where key = :key")
                .bind("key", shop.merchantNo())
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElse(0L);
    }

    private String paid(Shop shop, long amountFen) {
        var order = ring.anOrder(shop, amountFen);
        var path = "/v1/payments/" + Ring.anId();
        var id = ring.pay(path, party, Ring.ofOrder(PAYER, shop, order, amountFen))
                .at("paymentId")
                .toString();
        ring.post(requested());
        ring.awaitState(path, party, "CUSTOMER", "SUCCEEDED");
        return id;
    }

    private PaymentRequested requested() {
        return ring.events.await(
                Topics.PAYMENT, PaymentRequested.class, e -> e.requestedBy().equals(party));
    }

    private Answer paymentOf(String payment) {
        return ring.get("/v1/payments/" + payment, party, "CUSTOMER");
    }

    private static String refundPath(String payment, String id) {
        return "/v1/payments/" + payment + "/refunds/" + id;
    }

    private Answer refund(Shop shop, String payment, String id, long amountFen) {
        return ring.put(refundPath(payment, id), shop.party(), "MERCHANT", "", Map.of("amountFen", amountFen));
    }

    private CompletableFuture<Answer> refundLater(Shop shop, String payment, String id, long amountFen) {
        return CompletableFuture.supplyAsync(() ->
                ring.put(refundPath(payment, id), shop.party(), "MERCHANT", "wait=20", Map.of("amountFen", amountFen)));
    }
}
