package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.testkit.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Operators, merchants and terminals at the door of the service under test.
public final class Callers {
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private final WebTestClient http;

    /// Who applies, and who reviews.
    static final String CLERK = "clerk";

    static final String REVIEWER = "reviewer";

    public record Merchant(String no, String party, String walletId) {}

    public record Terminal(String id, Merchant merchant, String storeNo, String serialNumber) {}

    public record Answer(int status, Map<String, Object> body) {
        public String text(String field) {
            return String.valueOf(body.get(field));
        }

        public long number(String field) {
            return body.get(field) instanceof Number number ? number.longValue() : -1;
        }

        @SuppressWarnings("unchecked")
        public List<Map<String, Object>> lines() {
            return (List<Map<String, Object>>) body.getOrDefault("lines", List.of());
        }

        @SuppressWarnings("unchecked")
        public List<Map<String, Object>> payouts() {
            return (List<Map<String, Object>>) body.getOrDefault("payouts", List.of());
        }

        @SuppressWarnings("unchecked")
        public List<Object> pointers() {
            return ((List<Map<String, Object>>) body.getOrDefault("errors", List.of()))
                    .stream()
                            .map(error -> error.getOrDefault("pointer", "none"))
                            .toList();
        }
    }

    public record OwnStore(String storeNo, String walletId) {}

    public Callers(WebTestClient http) {
        this.http = http;
    }

    public static String anId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /// A valid code of an enterprise that nobody else has.
    public static String aCreditCode() {
        return aCreditCode("91");
    }

    /// By the rule of GB 32100-2015.
    ///
    /// @param kind the authority and what it registers
    public static String aCreditCode(String kind) {
        var code = new StringBuilder(kind);
        ThreadLocalRandom.current().ints(15, 0, 10).forEach(code::append);
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += ALPHABET.indexOf(code.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return code.append(ALPHABET.charAt((31 - sum % 31) % 31)).toString();
    }

    public Map<String, Object> registration(String name) {
        var body = new TreeMap<String, Object>();
        body.put("name", name);
        body.put("mcc", "5812");
        body.put("uscc", aCreditCode());
        body.put("legalRepresentative", "王掌柜");
        body.put("category", "ENTERPRISE");
        body.put("walletId", "0023000000000029");
        body.put("settlementAccountTail", "0001");
        body.put("party", "shop-" + anId());
        return body;
    }

    /// Applies for a merchant.
    public Answer register(String id, Object body) {
        return put("/v1/merchant-registrations/" + id, CLERK, "OPERATOR", body);
    }

    public Answer review(String merchantNo, String id, String party, Object body) {
        return put("/v1/merchants/" + merchantNo + "/reviews/" + id, party, "OPERATOR", body);
    }

    /// One that waits for its review.
    public Merchant anApplicant() {
        var answer = register(anId(), registration("Tea House"));
        return new Merchant(answer.text("merchantNo"), answer.text("party"), answer.text("walletId"));
    }

    /// One that is active.
    public Merchant aMerchant() {
        var merchant = anApplicant();
        approve(merchant);
        return merchant;
    }

    public void approve(Merchant merchant) {
        var answer = review(merchant.no(), anId(), REVIEWER, Map.of("decision", "APPROVED", "riskGrade", "B"));
        if (answer.status() != 201) {
            throw new AssertionError(answer.toString());
        }
    }

    public String aStore(Merchant merchant) {
        return put("/v1/merchants/" + merchant.no() + "/stores/" + anId(), "clerk", "OPERATOR", Map.of("name", "Gate"))
                .text("storeNo");
    }

    /// With a wallet of its own, which another operator has agreed to.
    public OwnStore aStoreWithAWallet(Merchant merchant, String accountTail) {
        String walletId = aCorporateWallet();
        var answer = put(
                "/v1/merchants/" + merchant.no() + "/stores/" + anId(),
                CLERK,
                "OPERATOR",
                Map.of("name", "Gate", "walletId", walletId, "settlementAccountTail", accountTail));
        var decided = review(
                merchant.no(),
                anId(),
                REVIEWER,
                Map.of("kind", "STORE", "storeNo", answer.text("storeNo"), "decision", "APPROVED"));
        assertThat(decided.status()).as(decided.body().toString()).isEqualTo(201);
        return new OwnStore(answer.text("storeNo"), walletId);
    }

    /// A number that nobody else has, with its check digit after Luhn.
    public static String aCorporateWallet() {
        String digits = "0023%011d".formatted(ThreadLocalRandom.current().nextLong(1_000_000L, 100_000_000_000L));
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return digits + (10 - sum % 10) % 10;
    }

    public Terminal aTerminal() {
        var merchant = aMerchant();
        return aTerminal(merchant, aStore(merchant), "SN-" + anId().substring(0, 12));
    }

    public Terminal aTerminal(Merchant merchant, String storeNo, String serialNumber) {
        var answer = bind(merchant, storeNo, serialNumber);
        return new Terminal(answer.text("terminalId"), merchant, storeNo, serialNumber);
    }

    public Answer bind(Merchant merchant, String storeNo, String serialNumber) {
        return put(
                "/v1/merchants/" + merchant.no() + "/stores/" + storeNo + "/terminals/" + anId(),
                merchant.party(),
                "MERCHANT",
                Map.of("serialNumber", serialNumber, "kind", "POS", "location", "Counter 1"));
    }

    /// A new code, which the terminal is activated with.
    String codeFor(Terminal terminal) {
        return askForCode(terminal).text("activationCode");
    }

    Answer askForCode(Terminal terminal) {
        return put("/v1/terminals/" + terminal.id() + "/activation-codes/" + anId(), CLERK, "OPERATOR", Map.of());
    }

    Answer activate(Terminal terminal, String id, String code, SigningKey key) {
        return putWith(
                TestTokens.of("anonymous"),
                "/v1/terminal-activations/" + id,
                Map.of(
                        "terminalId",
                        terminal.id(),
                        "serialNumber",
                        terminal.serialNumber(),
                        "activationCode",
                        code,
                        "certificateRequest",
                        key.request(terminal.serialNumber())));
    }

    /// In service, with a new key.
    SigningKey activate(Terminal terminal, Curve curve) {
        var key = SigningKey.generate(curve);
        var answer = activate(terminal, anId(), codeFor(terminal), key);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return key;
    }

    Answer deactivate(Terminal terminal, String reason) {
        return put("/v1/terminals/" + terminal.id() + "/deactivation", CLERK, "OPERATOR", Map.of("reason", reason));
    }

    Answer status(Terminal terminal) {
        return get("/v1/terminals/" + terminal.id(), CLERK, "OPERATOR");
    }

    /// What does not fit how things stand.
    static void assertProblem(Answer answer, String reason) {
        assertProblem(answer, 409, reason);
    }

    static void assertProblem(Answer answer, int status, String reason) {
        assertThat(answer.text("reason")).as(answer.body().toString()).isEqualTo(reason);
        assertThat(answer.status()).isEqualTo(status);
    }

    public Answer put(String path, String party, String role, Object body) {
        return putWith(TestTokens.of(party, role), path, body);
    }

    public Answer putWith(String token, String path, Object body) {
        return answer(http.put()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.AUTHORIZATION, token)
                .bodyValue(body)
                .exchange()
                .expectBody(Map.class)
                .returnResult());
    }

    public Answer get(String path, String party, String role) {
        return getWith(TestTokens.of(party, role), path);
    }

    public Answer getWith(String token, String path) {
        return answer(http.get()
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, token)
                .exchange()
                .expectBody(Map.class)
                .returnResult());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Answer answer(EntityExchangeResult<Map> result) {
        Map<String, Object> body = result.getResponseBody();
        return new Answer(result.getStatus().value(), body == null ? Map.of() : body);
    }
}
