package cn.jiaozi.wallet;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Plays the callers and the ledger around the service. Tests own their ids, so that they share one database.
public final class WalletFixture {
    private static final AtomicLong NEXT =
            new AtomicLong(ThreadLocalRandom.current().nextLong(10_000_000L));

    /// Started with the first event, so that rule tests need no servers.
    private static final class Started {
        private static final EventsAwaited EVENTS = new EventsAwaited();
    }

    private final WebTestClient http;

    public WalletFixture(WebTestClient http) {
        this.http = http;
    }

    public static EventsAwaited events() {
        return Started.EVENTS;
    }

    public static String unique(String prefix) {
        return prefix + "-" + NEXT.incrementAndGet();
    }

    public static String aPhone() {
        return "139%08d".formatted(NEXT.incrementAndGet() % 100_000_000L);
    }

    public static String anAccountNo() {
        return "6222%012d".formatted(NEXT.incrementAndGet());
    }

    /// A resident's number with the right check digit, born on 7 March 1990.
    public static String anIdNo() {
        return anIdNo("19900307");
    }

    public static String anIdNo(String birthday) {
        long n = NEXT.incrementAndGet();
        var digits = "%06d%s%03d".formatted(110_000 + n / 1000 % 80_000, birthday, n % 1000);
        int sum = 0;
        int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        for (int i = 0; i < 17; i++) {
            sum += (digits.charAt(i) - '0') * weights[i];
        }
        return digits + "10X98765432".charAt(sum % 11);
    }

    public WebTestClient.ResponseSpec put(String bearer, String path, Object body) {
        return http.put()
                .uri(path)
                .header("Authorization", bearer)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    public WebTestClient.ResponseSpec get(String bearer, String path) {
        return http.get().uri(path).header("Authorization", bearer).exchange();
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> body(WebTestClient.ResponseSpec response) {
        return Objects.requireNonNull((Map<String, Object>)
                response.expectBody(Map.class).returnResult().getResponseBody());
    }

    public static String customer(String party) {
        return TestTokens.of(party, "CUSTOMER");
    }

    public static String operator() {
        return TestTokens.of("clerk", "OPERATOR");
    }

    /// Opens a Class IV wallet through to ACTIVE.
    public String aClassIvWallet(String party) {
        var id = unique("open");
        put(customer(party), "/v1/wallet-openings/" + id, Map.of("walletClass", "CLASS_IV", "phone", aPhone()))
                .expectStatus()
                .isAccepted();
        return opened(customer(party), id);
    }

    public String aClassIiWallet(String party, String accountNo) {
        var id = unique("open");
        put(customer(party), "/v1/wallet-openings/" + id, aClassIiRequest(anIdNo(), accountNo));
        return opened(customer(party), id);
    }

    public String aCorporateWallet(String party) {
        var id = unique("open");
        put(operator(), "/v1/wallet-openings/" + id, aCorporateRequest(party));
        return opened(operator(), id);
    }

    public static Map<String, Object> aClassIiRequest(String idNo, String accountNo) {
        return Map.of(
                "walletClass",
                "CLASS_II",
                "phone",
                aPhone(),
                "name",
                "张三",
                "idType",
                "IT01",
                "idNo",
                idNo,
                "bankAccount",
                Map.of("accountNo", accountNo));
    }

    public static Map<String, Object> aCorporateRequest(String party) {
        return Map.of(
                "walletClass", "CORPORATE",
                "name", "交子茶馆有限公司",
                "uscc", "91350100M000100Y43",
                "legalRepresentative", "李四",
                "bankAccount", Map.of("accountNo", anAccountNo()),
                "ownerParty", party);
    }

    /// Plays the ledger until an opening is ACTIVE.
    public String opened(String bearer, String openingId) {
        var walletId = String.valueOf(
                body(get(bearer, "/v1/wallet-openings/" + openingId)).get("walletId"));
        var business = "wallet:" + walletId;
        var open = asked(LedgerRequest.OpenAccounts.class, business);
        answer(new LedgerEvent.AccountsOpened(
                open.id(), List.of(open.accounts().getFirst().address()), Instant.now()));
        answer(new LedgerEvent.Constrained(
                asked(LedgerRequest.SetCap.class, business).id(), Instant.now()));
        ended(bearer, "/v1/wallet-openings/" + openingId, "ACTIVE");
        return walletId;
    }

    /// The opening, act or exchange at a path reaches a state; waits for it.
    public Map<String, Object> ended(String bearer, String path, String state) {
        return Awaitility.await(path + " is " + state)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> body(get(bearer, path)), view -> state.equals(view.get("state")));
    }

    public static <R extends LedgerRequest> R asked(Class<R> type, String businessId) {
        return asked(type, request -> request.id().businessId().equals(businessId));
    }

    public static <R extends LedgerRequest> R asked(Class<R> type, Predicate<R> matches) {
        return events().await(Topics.LEDGER_REQUEST, type, matches);
    }

    public static void answer(LedgerEvent event) {
        events().send(Topics.LEDGER, event.id().businessId(), event);
    }

    public static void reject(StepId id, Reason reason) {
        answer(new LedgerEvent.Rejected(id, reason, Optional.empty(), Instant.now()));
    }

    public static void post(LedgerRequest.PostEntry request) {
        answer(new LedgerEvent.Posted(request.id(), entry(request.entry())));
    }

    public static void hold(LedgerRequest.HoldEntry request) {
        answer(new LedgerEvent.Held(request.id(), entry(request.entry())));
    }

    public static LedgerEvent.Entry entry(LedgerRequest.EntrySpec spec) {
        return new LedgerEvent.Entry(
                1,
                spec.txType(),
                LocalDate.of(2026, 11, 23),
                spec.legs().stream()
                        .map(leg -> new LedgerEvent.Leg(leg.debit(), leg.credit(), leg.amountFen()))
                        .toList(),
                spec.requestedAt(),
                spec.authorizedAt(),
                Instant.now());
    }
}
