package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.PaymentEvent.RefundSucceeded;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.Reannounce;
import cn.jiaozi.testkit.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class MerchantServiceIT {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private final EventsAwaited events = new EventsAwaited();
    private final WebTestClient http;
    private final Callers callers;

    MerchantServiceIT(@Autowired WebTestClient http) {
        this.http = http;
        this.callers = new Callers(http);
    }

    @Test
    void numbersAnApplicantAndAnnouncesItOnceItIsApproved() {
        var id = Callers.anId();
        var body = callers.registration("Tea House");

        var first = callers.register(id, body);
        var repeat = callers.register(id, body);

        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        assertThat(first.body())
                .containsAllEntriesOf(body)
                .containsEntry("id", id)
                .containsEntry("state", "APPLIED")
                .containsEntry("licenceNo", body.get("uscc"))
                .containsEntry("walletClass", "CORPORATE")
                .containsEntry("branchCode", "0001")
                .containsEntry("appliedBy", Callers.CLERK)
                .doesNotContainKeys("riskGrade", "stateReason");
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(callers.get("/v1/merchant-registrations/" + id, Callers.CLERK, "OPERATOR")
                        .body())
                .isEqualTo(first.body());
        var merchantNo = first.text("merchantNo");
        callers.approve(new Callers.Merchant(merchantNo, first.text("party"), first.text("walletId")));
        var payee =
                events.await(Topics.MERCHANT_PAYEE, Payee.class, p -> p.key().equals(merchantNo));
        assertThat(payee)
                .isEqualTo(new Payee(
                        merchantNo,
                        Optional.empty(),
                        "Tea House",
                        Optional.of(String.valueOf(body.get("mcc"))),
                        new WalletParty(String.valueOf(body.get("walletId")), "002"),
                        String.valueOf(body.get("party")),
                        true,
                        1,
                        Optional.of(200_000L)));
    }

    @Test
    void announcesMerchantsAndStoresAgain() {
        var merchant = callers.aMerchant();
        callers.put(
                "/v1/merchants/" + merchant.no() + "/stores/" + Callers.anId(),
                merchant.party(),
                "MERCHANT",
                Map.of("name", "West Gate"));

        Reannounce.everything(http);

        for (var key : List.of(merchant.no(), merchant.no() + "/000001")) {
            var told = events.await(
                    Topics.MERCHANT_PAYEE, Payee.class, p -> p.key().equals(key), 2);
            assertThat(told.getFirst()).isEqualTo(told.getLast());
        }
    }

    @Test
    void registersOnceWhenAskedManyTimesAtOnce() {
        var id = Callers.anId();
        var body = callers.registration("Tea House");

        var answers = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> callers.register(id, body)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().map(a -> a.text("merchantNo")).distinct()).hasSize(1);
        assertThat(answers.stream().filter(a -> a.status() == 201)).hasSize(1);
        assertThat(answers).allMatch(a -> a.status() == 200 || a.status() == 201);
    }

    @Test
    void namesTheFieldWhenTheSameIdComesWithOtherContent() {
        var id = Callers.anId();
        var body = callers.registration("Tea House");
        callers.register(id, body);

        var others = Map.of(
                "name",
                "Rice House",
                "mcc",
                "5813",
                "walletId",
                "0023000000000011",
                "party",
                "bob",
                "legalRepresentative",
                "李掌柜",
                "settlementAccountTail",
                "0002",
                "licenceNo",
                "110108000000016",
                "branchCode",
                "0002",
                "uscc",
                Callers.aCreditCode());
        for (var other : others.entrySet()) {
            var changed = new HashMap<>(body);
            changed.put(other.getKey(), other.getValue());
            var answer = callers.register(id, changed);

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("reason")).isEqualTo("IDEMPOTENCY_CONFLICT");
            assertThat(answer.pointers()).containsExactly("/" + other.getKey());
        }
    }

    @Test
    void takesASoleProprietorWithAWalletOfHisOwn() {
        var body = callers.registration("面摊");
        body.put("uscc", Callers.aCreditCode("92"));
        body.put("category", "SOLE_PROPRIETOR");
        body.put("walletId", "0020000000000022");
        body.put("walletClass", "CLASS_II");
        body.put("licenceNo", "110108000000016");

        var answer = callers.register(Callers.anId(), body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(answer.body()).containsAllEntriesOf(body);
    }

    @Test
    void refusesASecondMerchantWithTheSameCreditCode() {
        var body = callers.registration("Tea House");
        callers.register(Callers.anId(), body);

        var answer = callers.register(Callers.anId(), body);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("reason")).isEqualTo("MERCHANT_EXISTS");
    }

    @Test
    void showsAMerchantToItselfAndToOperatorsOnly() {
        var merchant = callers.aMerchant();
        var path = "/v1/merchants/" + merchant.no();

        assertThat(callers.get(path, merchant.party(), "MERCHANT").status()).isEqualTo(200);
        assertThat(callers.get(path, "clerk", "OPERATOR").status()).isEqualTo(200);
        assertThat(callers.get(path, "somebody", "MERCHANT").status()).isEqualTo(404);
        assertThat(callers.get(path, merchant.party(), "CUSTOMER").status()).isEqualTo(404);
        assertThat(callers.put(
                                "/v1/merchant-registrations/" + Callers.anId(),
                                merchant.party(),
                                "MERCHANT",
                                callers.registration("X"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void opensStoresAndBindsTerminals() {
        var merchant = callers.aMerchant();
        var stores = "/v1/merchants/" + merchant.no() + "/stores/";
        var storeId = Callers.anId();

        var store = callers.put(stores + storeId, merchant.party(), "MERCHANT", Map.of("name", "West Gate"));
        var second = callers.put(stores + Callers.anId(), "clerk", "OPERATOR", Map.of("name", "East Gate"));

        assertThat(store.status()).isEqualTo(201);
        assertThat(store.text("storeNo")).isEqualTo("000001");
        assertThat(second.text("storeNo")).isEqualTo("000002");
        var payee =
                events.await(Topics.MERCHANT_PAYEE, Payee.class, p -> p.key().equals(merchant.no() + "/000001"));
        assertThat(payee.wallet().walletId()).isEqualTo(merchant.walletId());
        assertThat(callers.put(stores + storeId, merchant.party(), "MERCHANT", Map.of("name", "West Gate"))
                        .status())
                .isEqualTo(200);
        assertThat(callers.put(stores + storeId, merchant.party(), "MERCHANT", Map.of("name", "North Gate"))
                        .pointers())
                .containsExactly("/name");
        assertThat(callers.put(stores + Callers.anId(), "somebody", "MERCHANT", Map.of("name", "Mine"))
                        .status())
                .isEqualTo(404);

        var terminals = stores + "000001/terminals/";
        var terminalId = Callers.anId();
        var body =
                Map.of("serialNumber", "SN-" + Callers.anId().substring(0, 8), "kind", "POS", "location", "Counter 1");
        var terminal = callers.put(terminals + terminalId, merchant.party(), "MERCHANT", body);
        assertThat(terminal.status()).isEqualTo(201);
        assertThat(terminal.text("terminalId")).matches("[0-9]{8}");
        assertThat(callers.put(terminals + terminalId, merchant.party(), "MERCHANT", body)
                        .body())
                .isEqualTo(terminal.body());
        assertThat(callers.get(terminals + terminalId, merchant.party(), "MERCHANT")
                        .body())
                .isEqualTo(terminal.body());
        var elsewhere = callers.put(stores + "000002/terminals/" + Callers.anId(), merchant.party(), "MERCHANT", body);
        assertThat(elsewhere.status()).isEqualTo(409);
        assertThat(elsewhere.text("reason")).isEqualTo("TERMINAL_BOUND");
        assertThat(callers.put(stores + "000099/terminals/" + Callers.anId(), merchant.party(), "MERCHANT", body)
                        .text("reason"))
                .isEqualTo("STORE_NOT_FOUND");
    }

    @Test
    void bindsASerialNumberOnceWhenTwoStoresWantItAtOnce() {
        var merchant = callers.aMerchant();
        var stores = "/v1/merchants/" + merchant.no() + "/stores/";
        callers.put(stores + Callers.anId(), merchant.party(), "MERCHANT", Map.of("name", "West Gate"));
        callers.put(stores + Callers.anId(), merchant.party(), "MERCHANT", Map.of("name", "East Gate"));
        var body = Map.of("serialNumber", "SN-" + Callers.anId().substring(0, 8), "kind", "KIOSK", "location", "Hall");

        var statuses = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> callers.put(
                                stores + "00000" + (1 + i % 2) + "/terminals/" + Callers.anId(),
                                merchant.party(),
                                "MERCHANT",
                                body)
                        .status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void tellsAMerchantWhatItSold() {
        var merchant = callers.aMerchant();
        var paid = List.of(paid(merchant, 1000, 0), paid(merchant, 250, 1), paid(merchant, 30, 2));
        var refund = new RefundSucceeded(
                "refund:" + UUID.randomUUID(),
                paid.getFirst().businessId(),
                paid.getFirst().payee(),
                paid.getFirst().payer(),
                400,
                paid.getFirst().sale().orElseThrow(),
                DAY,
                at(3));
        // Told twice and out of order, as after a crash of the relay.
        events.send(Topics.PAYMENT, "a", refund);
        paid.forEach(p -> events.send(Topics.PAYMENT, "b", p));
        paid.forEach(p -> events.send(Topics.PAYMENT, "c", p));
        events.send(Topics.PAYMENT, "a", refund);
        events.send(Topics.PAYMENT, "d", between(merchant));

        var path = "/v1/merchants/" + merchant.no() + "/sales?on=2026-11-23&limit=3";
        var first = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> callers.get(path, merchant.party(), "MERCHANT"), a -> a.number("count") == 4);

        assertThat(first.number("soldFen")).isEqualTo(1280);
        assertThat(first.number("refundedFen")).isEqualTo(400);
        assertThat(first.number("netFen")).isEqualTo(880);
        assertThat(first.lines()).extracting(line -> line.get("amountFen")).containsExactly(1000, 250, 30);
        assertThat(first.lines())
                .extracting(line -> line.get("payerWalletTail"))
                .containsOnly("0014");
        var second = callers.get(path + "&cursor=" + first.text("nextCursor"), merchant.party(), "MERCHANT");
        assertThat(second.lines()).extracting(line -> line.get("amountFen")).containsExactly(-400);
        assertThat(second.body()).doesNotContainKey("nextCursor").containsKey("asOf");

        assertThat(callers.get(path, "clerk", "OPERATOR").number("count")).isEqualTo(4);
        assertThat(callers.get(path, "somebody", "MERCHANT").status()).isEqualTo(404);
        var otherDay = "/v1/merchants/" + merchant.no() + "/sales?on=2026-11-22";
        assertThat(callers.get(otherDay, merchant.party(), "MERCHANT").number("count"))
                .isZero();
        var today = "/v1/merchants/" + merchant.no() + "/sales";
        assertThat(callers.get(today, merchant.party(), "MERCHANT").status()).isEqualTo(200);
    }

    private static Instant at(int second) {
        return Instant.parse("2026-11-23T08:00:00Z").plus(second, ChronoUnit.SECONDS);
    }

    private static PaymentSucceeded paid(Callers.Merchant merchant, long amountFen, int second) {
        return new PaymentSucceeded(
                "payment:" + UUID.randomUUID(),
                TxType.CONSUME,
                new WalletParty("0020000000000014", "002"),
                new WalletParty(merchant.walletId(), "002"),
                amountFen,
                Optional.of(new PaymentEvent.Sale(merchant.no(), Optional.empty(), Callers.anId(), "Tea")),
                DAY,
                at(second));
    }

    private static PaymentSucceeded between(Callers.Merchant merchant) {
        return new PaymentSucceeded(
                "payment:" + UUID.randomUUID(),
                TxType.P2P,
                new WalletParty("0020000000000014", "002"),
                new WalletParty(merchant.walletId(), "002"),
                77,
                Optional.empty(),
                DAY,
                at(9));
    }
}
