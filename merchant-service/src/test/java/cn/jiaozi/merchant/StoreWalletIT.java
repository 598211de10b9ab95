package cn.jiaozi.merchant;

import static cn.jiaozi.merchant.Callers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Merchant;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.Reannounce;
import cn.jiaozi.testkit.ServiceTest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Stores with a corporate sub-wallet of their own, from the application to the payout.
@ServiceTest
class StoreWalletIT {
    private static final EventsAwaited EVENTS = new EventsAwaited();

    private final WebTestClient http;
    private final Callers callers;

    StoreWalletIT(@Autowired WebTestClient http) {
        this.http = http;
        this.callers = new Callers(http);
    }

    @AfterAll
    static void close() {
        EVENTS.close();
    }

    @Test
    void opensWhenAnotherOperatorHasAgreedToTheWallet() {
        var merchant = callers.aMerchant();
        String wallet = Callers.aCorporateWallet();
        var proposed = open(merchant, Callers.CLERK, wallet);
        String storeNo = proposed.text("storeNo");

        assertThat(proposed.status()).as(proposed.body().toString()).isEqualTo(201);
        assertThat(proposed.body())
                .containsEntry("state", "PROPOSED")
                .containsEntry("walletId", wallet)
                .containsEntry("settlementAccountTail", "0002");
        assertProblem(callers.bind(merchant, storeNo, "SN-" + Callers.anId().substring(0, 12)), 404, "STORE_NOT_FOUND");
        assertProblem(decide(merchant, storeNo, Callers.CLERK, "APPROVED"), 403, "FOUR_EYES");

        assertThat(decide(merchant, storeNo, Callers.REVIEWER, "APPROVED").status())
                .isEqualTo(201);
        var payee = told(merchant, storeNo).getFirst();
        assertThat(payee.wallet()).isEqualTo(new WalletParty(wallet, "002"));
        assertThat(payee.active()).isTrue();
        assertProblem(decide(merchant, storeNo, "carla", "REJECTED"), 409, "MERCHANT_STATE_INVALID");
        assertProblem(decide(merchant, "999999", "carla", "APPROVED"), 404, "STORE_NOT_FOUND");
        var bound = callers.bind(merchant, storeNo, "SN-" + Callers.anId().substring(0, 12));
        assertThat(bound.status()).as(bound.body().toString()).isEqualTo(201);
        assertThat(bound.text("settlementAccountTail")).isEqualTo("0002");

        int before = told(merchant, storeNo).size();
        Reannounce.everything(http);
        assertThat(EVENTS.await(Topics.MERCHANT_PAYEE, Payee.class, is(merchant, storeNo), before + 1))
                .last()
                .isEqualTo(payee);
    }

    /// Neither a merchant's nor another store's, until that one is rejected; and no merchant's after that.
    @Test
    void aWalletIsOfOneAlone() {
        var merchant = callers.aMerchant();
        String wallet = Callers.aCorporateWallet();
        var first = open(merchant, merchant.party(), "MERCHANT", wallet);

        var second = open(merchant, Callers.CLERK, wallet);
        assertProblem(second, 409, "IDEMPOTENCY_CONFLICT");
        assertThat(second.pointers()).containsExactly("/walletId");
        assertThat(open(merchant, Callers.CLERK, merchant.walletId()).pointers())
                .containsExactly("/walletId");

        var rejected = callers.review(
                merchant.no(),
                Callers.anId(),
                Callers.REVIEWER,
                Map.of(
                        "kind",
                        "STORE",
                        "storeNo",
                        first.text("storeNo"),
                        "decision",
                        "REJECTED",
                        "reason",
                        "another company's"));
        assertThat(rejected.status()).as(rejected.body().toString()).isEqualTo(201);
        assertThat(open(merchant, Callers.CLERK, wallet).status()).isEqualTo(201);

        var application = callers.registration("Tea House");
        application.put("walletId", wallet);
        assertThat(callers.register(Callers.anId(), application).pointers()).containsExactly("/walletId");
    }

    @Test
    void namesTheFieldThatIsWrong() {
        var merchant = callers.aMerchant();

        assertThat(open(merchant, Callers.CLERK, "0023000000000028").pointers()).containsExactly("/walletId");
        var tail = callers.put(
                "/v1/merchants/" + merchant.no() + "/stores/" + Callers.anId(),
                Callers.CLERK,
                "OPERATOR",
                Map.of("name", "Gate", "settlementAccountTail", "0002"));
        assertProblem(tail, 400, "BAD_REQUEST");
        assertThat(tail.pointers()).containsExactly("/settlementAccountTail");
        String path = "/v1/merchants/" + merchant.no() + "/stores/" + Callers.anId();
        var body = Map.of("name", "Gate", "walletId", Callers.aCorporateWallet());
        callers.put(path, Callers.CLERK, "OPERATOR", body);
        assertThat(callers.put(path, Callers.CLERK, "OPERATOR", body).status()).isEqualTo(200);
        assertThat(callers.put(path, Callers.CLERK, "OPERATOR", Map.of("name", "Gate"))
                        .pointers())
                .containsExactly("/walletId");
    }

    @Test
    void listsTheStoresOfAMerchantPageByPage() {
        var merchant = callers.aMerchant();
        String plain = callers.aStore(merchant);
        var own = callers.aStoreWithAWallet(merchant, "0002");
        String path = "/v1/merchants/" + merchant.no() + "/stores";

        var first = callers.get(path + "?limit=1", merchant.party(), "MERCHANT");
        var second = callers.get(path + "?limit=1&cursor=" + first.text("nextCursor"), Callers.CLERK, "OPERATOR");

        assertThat(stores(first))
                .singleElement()
                .satisfies(store ->
                        assertThat(store).containsEntry("storeNo", plain).containsEntry("state", "OPEN"));
        assertThat(stores(second))
                .singleElement()
                .satisfies(store -> assertThat(store)
                        .containsEntry("storeNo", own.storeNo())
                        .containsEntry("walletId", own.walletId()));
        assertThat(second.body().get("nextCursor")).isNull();
        assertThat(callers.get(path, "somebody", "MERCHANT").status()).isEqualTo(404);
        assertThat(callers.get(path + "?cursor=1", Callers.CLERK, "OPERATOR").pointers())
                .containsExactly("cursor");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> stores(Answer answer) {
        return (List<Map<String, Object>>) answer.body().getOrDefault("stores", List.of());
    }

    /// What was sold in the store makes its wallet due, what was sold elsewhere the merchant's.
    @Test
    void isPaidOutByItselfByTheMerchantsPlan() {
        var merchant = callers.aMerchant();
        callers.put(
                "/v1/merchants/" + merchant.no() + "/payout-plans/" + today(),
                Callers.CLERK,
                "OPERATOR",
                Map.of("schedule", "THRESHOLD", "thresholdFen", 1_000, "keepFen", 5));
        var own = callers.aStoreWithAWallet(merchant, "0002");
        String plain = callers.aStore(merchant);

        sell(merchant, Optional.of(own.storeNo()), own.walletId(), 999);
        sell(merchant, Optional.of(plain), merchant.walletId(), 600);
        sell(merchant, Optional.empty(), merchant.walletId(), 400);
        var first = requested(merchant, 1).getFirst();
        assertThat(first.walletId()).isEqualTo(merchant.walletId());
        assertThat(first.accountTail()).isEqualTo("0001");

        sell(merchant, Optional.of(own.storeNo()), own.walletId(), 1);
        var second = requested(merchant, 2).getLast();
        assertThat(second.walletId()).isEqualTo(own.walletId());
        assertThat(second.accountTail()).isEqualTo("0002");
        assertThat(second.keepFen()).isEqualTo(5);
        var list = callers.get("/v1/merchants/" + merchant.no() + "/payouts", merchant.party(), "MERCHANT");
        assertThat(list.payouts()).hasSize(2);
        assertThat(list.payouts().getFirst()).containsEntry("storeNo", own.storeNo());
        assertThat(list.payouts().getLast()).doesNotContainKey("storeNo");

        String path = "/v1/merchants/" + merchant.no() + "/payouts/" + Callers.anId();
        var asked = callers.put(path, merchant.party(), "MERCHANT", Map.of("storeNo", own.storeNo()));
        assertThat(asked.text("walletId")).as(asked.body().toString()).isEqualTo(own.walletId());
        assertThat(callers.put(path, merchant.party(), "MERCHANT", Map.of()).pointers())
                .containsExactly("/storeNo");
        assertProblem(wish(merchant, plain), 409, "BANK_ACCOUNT_NOT_LINKED");
        assertProblem(wish(merchant, "999999"), 404, "STORE_NOT_FOUND");
    }

    private Answer wish(Merchant merchant, String storeNo) {
        return callers.put(
                "/v1/merchants/" + merchant.no() + "/payouts/" + Callers.anId(),
                merchant.party(),
                "MERCHANT",
                Map.of("storeNo", storeNo));
    }

    private Answer open(Merchant merchant, String party, String wallet) {
        return open(merchant, party, "OPERATOR", wallet);
    }

    private Answer open(Merchant merchant, String party, String role, String wallet) {
        return callers.put(
                "/v1/merchants/" + merchant.no() + "/stores/" + Callers.anId(),
                party,
                role,
                Map.of("name", "Gate", "walletId", wallet, "settlementAccountTail", "0002"));
    }

    private Answer decide(Merchant merchant, String storeNo, String reviewer, String decision) {
        return callers.review(
                merchant.no(),
                Callers.anId(),
                reviewer,
                Map.of("kind", "STORE", "storeNo", storeNo, "decision", decision, "reason", "seen"));
    }

    private static List<Payee> told(Merchant merchant, String storeNo) {
        return EVENTS.await(Topics.MERCHANT_PAYEE, Payee.class, is(merchant, storeNo), 1);
    }

    private static java.util.function.Predicate<Payee> is(Merchant merchant, String storeNo) {
        return payee -> payee.key().equals(Payee.key(merchant.no(), storeNo));
    }

    private static List<PayoutRequested> requested(Merchant merchant, int count) {
        return EVENTS.await(
                Topics.MERCHANT,
                PayoutRequested.class,
                request -> request.merchantNo().equals(merchant.no()),
                count);
    }

    private static void sell(Merchant merchant, Optional<String> storeNo, String wallet, long amountFen) {
        EVENTS.sendAll(
                Topics.PAYMENT,
                merchant.no(),
                List.of(new PaymentSucceeded(
                        "payment:" + UUID.randomUUID(),
                        TxType.CONSUME,
                        new WalletParty("0020000000000014", "002"),
                        new WalletParty(wallet, "002"),
                        amountFen,
                        Optional.of(new PaymentEvent.Sale(merchant.no(), storeNo, "order-1", "Tea")),
                        today(),
                        Instant.now().truncatedTo(ChronoUnit.MICROS))));
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Shanghai"));
    }
}
