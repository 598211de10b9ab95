package cn.jiaozi.payment;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Plays the callers, the wallets, the ledger and merchant-service around the service under test.
public final class Ring {
    public static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    final EventsAwaited events = new EventsAwaited();
    private final WebTestClient http;
    private final AtomicLong heights =
            new AtomicLong(ThreadLocalRandom.current().nextLong(1_000_000));

    public record Answer(int status, Map<String, Object> body) {
        public Object at(String field) {
            return body.getOrDefault(field, "absent");
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> steps() {
            return (List<Map<String, Object>>) at("steps");
        }
    }

    record Shop(String merchantNo, String party, String walletId) {
        Payee payee(long version, boolean active) {
            return new Payee(
                    merchantNo,
                    Optional.empty(),
                    "Tea House 茶馆",
                    Optional.of("5812"),
                    new WalletParty(walletId, "002"),
                    party,
                    active,
                    version);
        }

        Payee store(String storeNo) {
            return new Payee(
                    merchantNo,
                    Optional.of(storeNo),
                    "West Gate",
                    Optional.of("5812"),
                    new WalletParty(walletId, "002"),
                    party,
                    true,
                    1);
        }

        String orders(String orderId) {
            return "/v1/merchants/" + merchantNo + "/orders/" + orderId;
        }
    }

    Ring(WebTestClient http) {
        this.http = http;
    }

    public static String anId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    public static String digits(int count) {
        var random = ThreadLocalRandom.current();
        return random.ints(count, 0, 10)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }

    Shop aShop() {
        var shop = new Shop(digits(15), "shop-" + anId(), digits(16));
        events.send(Topics.MERCHANT_PAYEE, shop.merchantNo(), shop.payee(1, true));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> get(shop.orders("unknown-order"), shop.party(), "MERCHANT")
                        .at("reason")
                        .equals("ORDER_NOT_FOUND"));
        return shop;
    }

    /// A till in a store of the shop that payment-service knows.
    String aTill(Shop shop) {
        var store = shop.store("000001");
        events.send(Topics.MERCHANT_PAYEE, store.key(), store);
        var till = TestTokens.ofTerminal(shop.party(), digits(8), shop.merchantNo(), "000001");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> get("/v1/merchants/" + shop.merchantNo() + "/stores/000001/qr", till)
                                .status()
                        == 200);
        return till;
    }

    /// A fresh payment code for the wallet.
    String aCode(String party, String wallet) {
        return String.valueOf(
                put("/v1/payment-codes/" + anId(), TestTokens.ofDevice(party), "", Map.of("walletId", wallet))
                        .at("paymentCode"));
    }

    static Map<String, Object> withCode(String code, String orderId, long amountFen) {
        return Map.of(
                "kind", "CODE", "paymentCode", code, "orderId", orderId, "amountFen", amountFen, "subject", "Tea");
    }

    String anOrder(Shop shop, long amountFen) {
        var orderId = anId();
        put(shop.orders(orderId), shop.party(), "MERCHANT", "", Map.of("amountFen", amountFen, "subject", "Tea"));
        return orderId;
    }

    static Map<String, Object> p2p(String payer, String payee, long amountFen) {
        return Map.of("kind", "P2P", "payerWalletId", payer, "payeeWalletId", payee, "amountFen", amountFen);
    }

    static Map<String, Object> ofOrder(String payer, Shop shop, String orderId, long amountFen) {
        return Map.of(
                "kind",
                "ORDER",
                "payerWalletId",
                payer,
                "merchantNo",
                shop.merchantNo(),
                "orderId",
                orderId,
                "amountFen",
                amountFen);
    }

    Answer put(String path, String party, String role, String prefer, Object body) {
        return put(path, TestTokens.of(party, role), prefer, body);
    }

    /// @param caller for the header `Authorization`
    Answer put(String path, String caller, String prefer, Object body) {
        return answer(http.put()
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, caller)
                .headers(headers -> {
                    if (!prefer.isEmpty()) {
                        headers.add("Prefer", prefer);
                    }
                })
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(Map.class)
                .returnResult());
    }

    Answer pay(String path, String party, Object body) {
        return put(path, party, "CUSTOMER", "", body);
    }

    CompletableFuture<Answer> payLater(String path, String party, Object body) {
        return CompletableFuture.supplyAsync(() -> put(path, party, "CUSTOMER", "wait=20", body));
    }

    Answer get(String path, String party, String role) {
        return get(path, TestTokens.of(party, role));
    }

    Answer get(String path, String caller) {
        return answer(http.get()
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, caller)
                .exchange()
                .expectBody(Map.class)
                .returnResult());
    }

    /// Waits until a read shows the state.
    Answer awaitState(String path, String party, String role, String state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> get(path, party, role),
                        answer -> answer.at("state").equals(state));
    }

    <E extends TransferRequested> E requested(Class<E> type, String businessId) {
        return events.await(Topics.PAYMENT, type, e -> e.businessId().equals(businessId));
    }

    <E extends PaymentEvent> E announced(Class<E> type, String businessId) {
        return events.await(Topics.PAYMENT, type, e -> e.businessId().equals(businessId));
    }

    LedgerEvent.Posted posted(TransferRequested request) {
        var at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new LedgerEvent.Posted(
                StepId.first(request.businessId(), "post"),
                new LedgerEvent.Entry(
                        heights.incrementAndGet(),
                        request.txType(),
                        DAY,
                        List.of(new LedgerEvent.Leg(
                                Addresses.wallet(request.payer().walletId()),
                                Addresses.wallet(request.payee().walletId()),
                                request.amountFen())),
                        request.requestedAt(),
                        at,
                        at));
    }

    void post(TransferRequested request) {
        events.send(Topics.LEDGER, request.businessId(), posted(request));
    }

    void reject(String businessId, Reason reason) {
        events.send(
                Topics.LEDGER,
                businessId,
                new LedgerEvent.Rejected(StepId.first(businessId, "post"), reason, Optional.empty(), Instant.now()));
    }

    void refuse(String businessId, Reason reason) {
        events.send(Topics.WALLET, businessId, new WalletEvent.Refused(businessId, reason, Instant.now()));
    }

    /// Whether a record that names this business id lies with the dead letters.
    boolean buried(String businessId) {
        return !events.seen(
                        Topics.deadLetters("payment-service"),
                        Map.class,
                        letter -> letter.toString().contains(businessId))
                .isEmpty();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Answer answer(EntityExchangeResult<Map> result) {
        Map<String, Object> body = result.getResponseBody();
        return new Answer(result.getStatus().value(), body == null ? Map.of() : body);
    }
}
