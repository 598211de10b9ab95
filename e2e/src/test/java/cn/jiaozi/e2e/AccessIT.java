package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static cn.jiaozi.e2e.Town.ofOrder;
import static cn.jiaozi.e2e.Town.p2p;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.signature.RequestSigner;
import cn.jiaozi.sdk.signature.SignedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Every endpoint and every kind of caller who should not get through, as `docs/access.md` publishes it. The page is
/// written anew with `-Djiaozi.docs=true`.
class AccessIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HEAD = """
            # Who gets through

            What each endpoint answers to those who should not get through: status, then state and reason of an act, or the reason of a
            problem. An act with a state was begun and has ended: it names what stood against it, and no money has moved. Which roles an endpoint
            is for stands in the gateway's [Access](../gateway/src/main/java/cn/jiaozi/gateway/Access.java). Written and checked by
            `AccessIT` against the running suite.

            The other columns would be the same in every row: an expired token and one for another audience are answered `401
            UNAUTHENTICATED`; a request signed by a revoked device or by a deactivated terminal `401 KEY_REVOKED`; one that was seen before `401
            SIGNATURE_REPLAYED`; one whose body or query was altered `401 SIGNATURE_INVALID`. They are checked for every row all the same.

            """;

    private final Town town = Town.only();
    private final Town.Person zhang = town.classIi("zhang", 10_000);
    private final Town.Person li = town.classIi("li", 10_000);
    private final Town.Shop shop = town.shop("teahouse");
    private final Town.Shop rival = town.shop("rival");
    private final Till till = town.till(shop);

    /// @param name  as it is published
    /// @param owner whose token is used alone, without a device's signature
    private record Endpoint(String method, String name, String path, Object body, String owner) {
        String text() {
            return method.equals("GET") ? "" : JSON.writeValueAsString(body);
        }
    }

    @Test
    void answersAsPublished() throws IOException {
        var endpoints = endpoints();
        var phone = SigningKey.generate(Curve.P256);
        var lost = SigningKey.generate(Curve.SM2);
        String token = town.token(zhang.party(), "CUSTOMER");
        register(token, phone);
        String lostId = register(token, lost);
        ended(town.api.put(token, "/v1/devices/" + lostId + "/revocation", Map.of()), "REVOKED");
        var gone = town.till(shop);
        ended(
                town.api.put(
                        shop.token(), "/v1/terminals/" + gone.terminalId() + "/deactivation", Map.of("reason", "Gone")),
                "DEACTIVATED");
        Awaitility.await()
                .until(() -> town.api
                        .get(gone.name(), "/v1/terminals/" + gone.terminalId())
                        .outcome()
                        .equals("KEY_REVOKED"));
        Awaitility.await()
                .until(() -> signed("GET", "/v1/devices", "", "/v1/devices", "", token, lost)
                        .outcome()
                        .equals("KEY_REVOKED"));

        var wrong = new ArrayList<String>();
        var lines = new ArrayList<String>();
        for (Endpoint endpoint : endpoints) {
            var cells = new LinkedHashMap<String, String>();
            cells.put("nobody", told(raw(endpoint, "")));
            cells.put("another customer", told(raw(endpoint, li.token())));
            cells.put("another merchant", told(raw(endpoint, rival.token())));
            cells.put("the right token alone", told(raw(endpoint, endpoint.owner())));
            lines.add("| `" + endpoint.method() + " " + endpoint.name() + "` | " + String.join(" | ", cells.values())
                    + " |");
            same(endpoint, token, phone, lost, gone).forEach((what, told) -> {
                if (!told[0].equals(told[1])) {
                    wrong.add(endpoint.method() + " " + endpoint.name() + ", " + what + ": " + told[1]);
                }
            });
        }

        assertThat(wrong).isEmpty();
        String page = HEAD + "| | nobody | another customer | another merchant | the right token alone |\n"
                + "|---|---|---|---|---|\n" + lines.stream().collect(Collectors.joining("\n", "", "\n"));
        Path published = Path.of(System.getProperty("jiaozi.root", "..")).resolve("docs/access.md");
        if (Boolean.getBoolean("jiaozi.docs")) {
            Files.writeString(published, page);
        }
        assertThat(page).isEqualTo(Files.readString(published));
    }

    @Test
    void publishesEveryEndpoint() {
        var names = endpoints().stream().map(e -> e.method() + " " + e.name()).toList();
        var described = new ArrayList<String>();
        town.api
                .get("", "/openapi.json")
                .body()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

        assertThat(names).containsAll(described);
    }

    /// What must be the same for every endpoint: expected and told.
    private Map<String, String[]> same(Endpoint endpoint, String token, SigningKey phone, SigningKey lost, Till gone) {
        var tokens = town.suite.tokens();
        String method = endpoint.method();
        String path = endpoint.path();
        String text = endpoint.text();
        String query = path.contains("?") ? "&x=1" : "?x=1";
        var cells = new LinkedHashMap<String, String[]>();
        cells.put(
                "expired token",
                pair("401 UNAUTHENTICATED", raw(endpoint, tokens.expired(zhang.party(), "CUSTOMER", "OPERATOR"))));
        cells.put(
                "another audience",
                pair("401 UNAUTHENTICATED", raw(endpoint, tokens.wrongAudience(zhang.party(), "CUSTOMER"))));
        cells.put("revoked device", pair("401 KEY_REVOKED", signed(method, path, text, path, text, token, lost)));
        cells.put("deactivated terminal", pair("401 KEY_REVOKED", raw(endpoint, gone.name())));
        cells.put(
                "altered body",
                pair("401 SIGNATURE_INVALID", signed(method, path, text, path, "{\"altered\":true}", token, phone)));
        cells.put(
                "altered query",
                pair("401 SIGNATURE_INVALID", signed(method, path, text, path + query, text, token, phone)));
        var headers = headers(method, path, text, token, phone);
        town.api.raw(method, "", path, text, headers);
        cells.put("replay", pair("401 SIGNATURE_REPLAYED", town.api.raw(method, "", path, text, headers)));
        return cells;
    }

    private static String[] pair(String expected, Answer answer) {
        return new String[] {expected, told(answer)};
    }

    private static String told(Answer answer) {
        return (answer.status() + " " + answer.outcome()).strip();
    }

    private Answer raw(Endpoint endpoint, String caller) {
        return town.api.raw(
                endpoint.method(),
                caller,
                endpoint.path(),
                endpoint.text(),
                Map.of("Content-Type", type(endpoint.path()), "Prefer", "wait=20"));
    }

    private static String type(String path) {
        return path.contains("/pieces/")
                ? "application/octet-stream"
                : path.matches("/v1/core-files/[^/]+/[^/]+") ? "text/csv" : "application/json";
    }

    /// Signed for one target and body, sent with another.
    private Answer signed(
            String method, String path, String body, String sentPath, String sentBody, String token, SigningKey key) {
        return town.api.raw(method, "", sentPath, sentBody, headers(method, path, body, token, key));
    }

    private static Map<String, String> headers(String method, String path, String body, String token, SigningKey key) {
        var target = List.of(path.split("\\?", 2));
        var headers = new HashMap<>(new RequestSigner(key, Clock.systemUTC())
                .sign(SignedMessage.of(
                        method,
                        target.getFirst(),
                        target.size() > 1 ? target.getLast() : "",
                        body.getBytes(StandardCharsets.UTF_8),
                        Optional.of("Bearer " + token))));
        headers.put("Authorization", "Bearer " + token);
        headers.put("Content-Type", type(target.getFirst()));
        return headers;
    }

    private String register(String token, SigningKey key) {
        String device = id("phone");
        ended(
                town.api.put(
                        token,
                        "/v1/devices/" + device,
                        Map.of("name", "Phone", "certificateRequest", key.request("phone"))),
                "ACTIVE");
        return device;
    }

    private List<Endpoint> endpoints() {
        String customer = town.token(zhang.party(), "CUSTOMER");
        String merchant = town.token(shop.party(), "MERCHANT");
        String clerk = town.clerk();
        String order = town.order(shop, 100);
        String wallet = "/v1/wallets/" + zhang.walletId();
        String merchantPath = "/v1/merchants/" + shop.merchantNo();
        Answer paid = ended(
                town.api.put(zhang.token(), "/v1/payments/" + id("pay"), ofOrder(zhang, shop, order, 100)),
                "SUCCEEDED");
        String payment = "/v1/payments/" + paid.text("paymentId");
        String refund = id("refund");
        ended(town.api.put(shop.token(), payment + "/refunds/" + refund, Map.of("amountFen", 1)), "SUCCEEDED");
        String open = merchantPath + "/orders/" + town.order(shop, 100);
        var key = SigningKey.generate(Curve.P256);
        String purse = "/v1/purses/"
                + town.api
                        .put(
                                zhang.token(),
                                "/v1/purse-issues/" + id("purse"),
                                Map.of(
                                        "walletId", zhang.walletId(),
                                        "carrier", "SIM",
                                        "certificateRequest",
                                                SigningKey.generate(Curve.SM2).request("chip")))
                        .text("purseId");
        var why = Map.of("reason", "");
        var all = new ArrayList<Endpoint>();
        all.add(new Endpoint("GET", "/v1/gateway-keys", "/v1/gateway-keys", "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/terminal-activations/{id}",
                "/v1/terminal-activations/" + id("activation"),
                Map.of(
                        "terminalId", "99999999",
                        "serialNumber", "SN-0001",
                        "activationCode", "000000000000",
                        "certificateRequest", key.request("SN-0001")),
                customer));
        all.add(new Endpoint("GET", "/v1/devices", "/v1/devices", "", customer));
        all.add(new Endpoint("GET", "/v1/devices/{id}", "/v1/devices/unknown-device", "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/devices/{id}",
                "/v1/devices/" + id("phone"),
                Map.of("name", "Phone", "certificateRequest", "nothing"),
                customer));
        all.add(new Endpoint(
                "PUT", "/v1/devices/{id}/revocation", "/v1/devices/unknown-device/revocation", Map.of(), customer));
        all.add(new Endpoint("GET", "/v1/wallets/{walletId}", wallet, "", customer));
        all.add(new Endpoint("GET", "/v1/wallets/{walletId}/usage", wallet + "/usage", "", customer));
        all.add(new Endpoint("GET", "/v1/wallets/{walletId}/pin-free", wallet + "/pin-free", "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/wallets/{walletId}/pin-free",
                wallet + "/pin-free",
                Map.of("singleFen", 100, "dailyFen", 100),
                customer));
        all.add(new Endpoint("GET", "/v1/wallets/{walletId}/purses", wallet + "/purses", "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/purse-issues/{id}",
                "/v1/purse-issues/" + id("purse"),
                Map.of("walletId", zhang.walletId(), "carrier", "SIM", "certificateRequest", "nothing"),
                customer));
        all.add(new Endpoint("GET", "/v1/purse-issues/{id}", "/v1/purse-issues/unknown-issue", "", customer));
        String batch = "/v1/voucher-batches/";
        all.add(new Endpoint(
                "PUT",
                batch + "{id}",
                batch + id("batch"),
                Map.of("header", "", "certificate", "", "operator", "", "pieces", List.of()),
                customer));
        all.add(new Endpoint("GET", batch + "{id}", batch + "unknown-batch", "", customer));
        all.add(new Endpoint(
                "PUT", batch + "{id}/pieces/{number}", batch + "unknown-batch/pieces/0", "bytes", customer));
        all.add(new Endpoint("GET", batch + "{id}/vouchers", batch + "unknown-batch/vouchers", "", customer));
        all.add(new Endpoint(
                "GET",
                "/v1/voucher-timelines/{purseId}",
                "/v1/voucher-timelines/P000000000000000",
                "",
                town.token("auditor", "AUDITOR")));
        all.add(new Endpoint(
                "GET", "/v1/voucher-days/{date}", "/v1/voucher-days/2026-01-01", "", town.token("auditor", "AUDITOR")));
        all.add(new Endpoint(
                "GET",
                "/v1/vouchers/{id}/evidence",
                "/v1/vouchers/" + "0".repeat(64) + "/evidence",
                "",
                town.token("auditor", "AUDITOR")));
        all.add(new Endpoint("GET", "/v1/purses/{purseId}", purse, "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/purses/{purseId}/certificates/{id}",
                purse + "/certificates/" + id("renewal"),
                Map.of("certificateRequest", "nothing"),
                customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/purses/{purseId}/loads/{id}",
                purse + "/loads/" + id("load"),
                Map.of("amountFen", 1),
                customer));
        all.add(new Endpoint("GET", "/v1/purses/{purseId}/loads/{id}", purse + "/loads/unknown-load", "", customer));
        all.add(new Endpoint(
                "PUT", "/v1/purses/{purseId}/unloads/{id}", purse + "/unloads/" + id("unload"), Map.of(), customer));
        all.add(new Endpoint(
                "GET", "/v1/purses/{purseId}/unloads/{id}", purse + "/unloads/unknown-unload", "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/purses/{purseId}/loss-report",
                "/v1/purses/P000000000000000/loss-report",
                Map.of(),
                customer));
        for (var move : List.of("block", "clearance", "revocation", "retirement")) {
            all.add(new Endpoint("PUT", "/v1/purses/{purseId}/" + move, purse + "/" + move, why, clerk));
        }
        all.add(new Endpoint("GET", "/v1/offline-certificates", "/v1/offline-certificates", "", customer));
        all.add(new Endpoint("GET", "/v1/revocation-list", "/v1/revocation-list", "", customer));
        all.add(new Endpoint("GET", "/v1/pin-key", "/v1/pin-key", "", customer));
        all.add(new Endpoint("GET", "/v1/wallets/{walletId}/pin", wallet + "/pin", "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/wallets/{walletId}/pin",
                wallet + "/pin",
                Map.of("id", id("pin"), "pinBlock", "a.b.c.d.e"),
                customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/wallets/{walletId}/pin-verifications/{id}",
                wallet + "/pin-verifications/" + id("pin"),
                Map.of("paymentId", "payment-1", "pinBlock", "a.b.c.d.e"),
                customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/wallets/{walletId}/exchanges/{id}",
                wallet + "/exchanges/" + id("exchange"),
                Map.of("kind", "EXCHANGE_IN", "amountFen", 1),
                customer));
        all.add(new Endpoint(
                "GET", "/v1/wallets/{walletId}/exchanges/{id}", wallet + "/exchanges/unknown-exchange", "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/wallets/{walletId}/restrictions/{id}",
                wallet + "/restrictions/" + id("restriction"),
                Map.of("type", "NOTHING"),
                clerk));
        all.add(new Endpoint(
                "GET", "/v1/wallets/{walletId}/restrictions/{id}", wallet + "/restrictions/unknown-one", "", clerk));
        all.add(new Endpoint(
                "PUT",
                "/v1/wallets/{walletId}/restrictions/{id}/release",
                wallet + "/restrictions/unknown-one/release",
                Map.of(),
                clerk));
        all.add(new Endpoint(
                "PUT",
                "/v1/wallet-openings/{id}",
                "/v1/wallet-openings/" + id("opening"),
                Map.of("walletClass", "NOTHING"),
                customer));
        all.add(new Endpoint("GET", "/v1/wallet-openings/{id}", "/v1/wallet-openings/unknown-opening", "", customer));
        all.add(new Endpoint("GET", "/v1/limit-policies", "/v1/limit-policies", "", clerk));
        all.add(new Endpoint(
                "GET",
                "/v1/limit-policies/{walletClass}/{effectiveOn}",
                "/v1/limit-policies/CLASS_II/2020-01-01",
                "",
                clerk));
        all.add(new Endpoint(
                "PUT",
                "/v1/limit-policies/{walletClass}/{effectiveOn}",
                "/v1/limit-policies/CLASS_II/2020-01-01",
                Map.of("singleFen", 1),
                clerk));
        String chips = "/v1/purse-limit-policies";
        all.add(new Endpoint("GET", chips, chips, "", clerk));
        all.add(new Endpoint("GET", chips + "/{kind}/{effectiveOn}", chips + "/LINKED/2020-01-01", "", clerk));
        all.add(new Endpoint(
                "PUT", chips + "/{kind}/{effectiveOn}", chips + "/LINKED/2020-01-01", Map.of("singleFen", 1), clerk));
        String counters = "/v1/counters/";
        all.add(new Endpoint("PUT", counters + "{id}", counters + id("counter"), Map.of("kind", "TENT"), clerk));
        all.add(new Endpoint("GET", counters + "{id}", counters + "unknown-counter", "", clerk));
        all.add(new Endpoint(
                "PUT",
                counters + "{counterId}/closure",
                counters + "unknown-counter/closure",
                Map.of("reason", "Gone"),
                clerk));
        all.add(new Endpoint(
                "PUT",
                counters + "{counterId}/exchanges/{id}",
                counters + "unknown-counter/exchanges/" + id("cash"),
                Map.of("walletId", zhang.walletId(), "kind", "EXCHANGE_IN", "amountFen", 1),
                clerk));
        all.add(new Endpoint(
                "GET",
                counters + "{counterId}/exchanges/{id}",
                counters + "unknown-counter/exchanges/unknown-one",
                "",
                clerk));
        all.add(new Endpoint(
                "PUT",
                "/v1/payment-codes/{id}",
                "/v1/payment-codes/" + id("code"),
                Map.of("walletId", zhang.walletId()),
                customer));
        all.add(new Endpoint("GET", "/v1/payment-codes/{id}", "/v1/payment-codes/unknown-code", "", customer));
        all.add(new Endpoint(
                "PUT", "/v1/payments/{id}", "/v1/payments/" + id("access"), p2p(zhang, li, 101), customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/payments/{id}",
                "/v1/payments/" + id("access"),
                Till.sale("0100000000000000000", id("order"), 1),
                merchant));
        all.add(new Endpoint("GET", "/v1/payments/{id}", payment, "", customer));
        all.add(new Endpoint("GET", "/v1/payments/{id}/timeline", payment + "/timeline", "", customer));
        all.add(new Endpoint(
                "PUT",
                "/v1/payments/{paymentId}/refunds/{id}",
                payment + "/refunds/" + refund,
                Map.of("amountFen", 1),
                merchant));
        all.add(new Endpoint(
                "GET", "/v1/payments/{paymentId}/refunds/{id}", payment + "/refunds/" + refund, "", merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/merchants/{merchantNo}/orders/{orderId}",
                open,
                Map.of("amountFen", 100, "subject", "Tea 茶"),
                merchant));
        all.add(new Endpoint("GET", "/v1/merchants/{merchantNo}/orders/{orderId}", open, "", merchant));
        all.add(new Endpoint("GET", "/v1/merchants/{merchantNo}/orders/{orderId}/qr", open + "/qr", "", merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/merchants/{merchantNo}/orders/{orderId}/close",
                merchantPath + "/orders/" + order + "/close",
                Map.of(),
                merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/merchants/{merchantNo}/orders/{orderId}/reversal",
                merchantPath + "/orders/" + order + "/reversal",
                Map.of("amountFen", 99),
                merchant));
        all.add(new Endpoint(
                "GET",
                "/v1/merchants/{merchantNo}/orders/{orderId}/reversal",
                merchantPath + "/orders/" + order + "/reversal",
                "",
                merchant));
        all.add(new Endpoint(
                "GET",
                "/v1/merchants/{merchantNo}/stores/{storeNo}/qr",
                merchantPath + "/stores/" + till.storeNo() + "/qr",
                "",
                merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/merchant-registrations/{id}",
                "/v1/merchant-registrations/" + id("register"),
                Map.of("name", ""),
                clerk));
        all.add(new Endpoint(
                "GET", "/v1/merchant-registrations/{id}", "/v1/merchant-registrations/unknown-one", "", clerk));
        all.add(new Endpoint("GET", "/v1/merchants", "/v1/merchants?state=APPLIED", "", clerk));
        all.add(new Endpoint("GET", "/v1/merchants/{merchantNo}", merchantPath, "", merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/merchants/{merchantNo}/reviews/{id}",
                merchantPath + "/reviews/" + id("review"),
                Map.of("kind", "REGRADE", "riskGrade", "C", "reason", "Looked at"),
                clerk));
        all.add(new Endpoint(
                "GET", "/v1/merchants/{merchantNo}/reviews/{id}", merchantPath + "/reviews/unknown-one", "", clerk));
        for (var standing : List.of("suspension", "reinstatement", "closing")) {
            all.add(new Endpoint(
                    "PUT",
                    "/v1/merchants/{merchantNo}/" + standing,
                    "/v1/merchants/002000199999999/" + standing,
                    Map.of("reason", "Looked at"),
                    clerk));
        }
        all.add(new Endpoint(
                "GET", "/v1/merchants/{merchantNo}/audit-lines", merchantPath + "/audit-lines", "", clerk));
        all.add(new Endpoint("GET", "/v1/audit-lines", "/v1/audit-lines?subject=merchant:1", "", clerk));
        all.add(new Endpoint("GET", "/v1/merchants/{merchantNo}/stores", merchantPath + "/stores", "", merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/merchants/{merchantNo}/stores/{id}",
                merchantPath + "/stores/" + id("store"),
                Map.of("name", "South Gate 南门"),
                merchant));
        all.add(new Endpoint(
                "GET", "/v1/merchants/{merchantNo}/stores/{id}", merchantPath + "/stores/unknown-one", "", merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/merchants/{merchantNo}/stores/{storeNo}/terminals/{id}",
                merchantPath + "/stores/" + till.storeNo() + "/terminals/" + id("terminal"),
                Map.of("serialNumber", id("SN"), "kind", "POS", "location", "Counter 2"),
                merchant));
        all.add(new Endpoint(
                "GET",
                "/v1/merchants/{merchantNo}/stores/{storeNo}/terminals/{id}",
                merchantPath + "/stores/" + till.storeNo() + "/terminals/unknown-one",
                "",
                merchant));
        String terminal = "/v1/terminals/" + till.terminalId();
        all.add(new Endpoint("GET", "/v1/terminals/{terminalId}", terminal, "", merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/terminals/{terminalId}/activation-codes/{id}",
                terminal + "/activation-codes/" + id("code"),
                Map.of(),
                merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/terminals/{terminalId}/deactivation",
                "/v1/terminals/" + town.till(shop).terminalId() + "/deactivation",
                Map.of("reason", "Gone"),
                merchant));
        all.add(new Endpoint(
                "PUT",
                "/v1/terminals/{terminalId}/reactivation",
                terminal + "/reactivation",
                Map.of(),
                town.token("clerk", "OPERATOR")));
        all.add(new Endpoint(
                "PUT",
                "/v1/terminals/{terminalId}/certificates/{id}",
                terminal + "/certificates/" + id("certificate"),
                Map.of(),
                merchant));
        all.add(new Endpoint(
                "GET",
                "/v1/terminals/{terminalId}/certificates/{id}",
                terminal + "/certificates/unknown-one",
                "",
                merchant));
        all.add(new Endpoint("GET", "/v1/merchants/{merchantNo}/sales", merchantPath + "/sales", "", merchant));
        String plans = "/v1/merchants/{merchantNo}/payout-plans";
        all.add(new Endpoint("GET", plans, merchantPath + "/payout-plans", "", merchant));
        all.add(new Endpoint(
                "PUT",
                plans + "/{effectiveOn}",
                merchantPath + "/payout-plans/2020-01-01",
                Map.of("schedule", "T1"),
                clerk));
        String payouts = "/v1/merchants/{merchantNo}/payouts";
        all.add(new Endpoint("GET", payouts, merchantPath + "/payouts", "", merchant));
        all.add(new Endpoint("PUT", payouts + "/{id}", merchantPath + "/payouts/" + id("payout"), Map.of(), merchant));
        all.add(new Endpoint("GET", payouts + "/{id}", merchantPath + "/payouts/unknown-one", "", merchant));
        all.add(new Endpoint(
                "GET",
                "/v1/merchants/{merchantNo}/sales/{businessId}/receipt",
                merchantPath + "/sales/payment:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/receipt",
                "",
                merchant));
        all.add(new Endpoint(
                "GET", payouts + "/{id}/receipt", merchantPath + "/payouts/unknown-one/receipt", "", merchant));
        all.add(new Endpoint(
                "GET",
                "/v1/receipt-checks/{receiptNo}",
                "/v1/receipt-checks/20200101-0-1-1?code=8F3A-1C2D-77AB-90EF-12CD",
                "",
                clerk));
        String runs = "/v1/payout-runs/";
        all.add(new Endpoint("PUT", runs + "{dueOn}", runs + "2100-01-01", "", clerk));
        all.add(new Endpoint("GET", runs + "{dueOn}", runs + "2020-01-01", "", clerk));
        String calendars = "/v1/calendars/";
        all.add(new Endpoint(
                "PUT",
                calendars + "{year}",
                calendars + "2099",
                Map.of("versionId", "unused", "days", List.of(Map.of("date", "2098-01-01"))),
                clerk));
        all.add(new Endpoint("GET", calendars + "{year}", calendars + "2098", "", merchant));
        String feePlans = "/v1/merchants/{merchantNo}/fee-plans";
        String feePlan = merchantPath + "/fee-plans/2999-12-31";
        var unknown = Map.of("planId", "00000000-0000-0000-0000-000000000000");
        all.add(new Endpoint("GET", feePlans, merchantPath + "/fee-plans", "", merchant));
        all.add(new Endpoint(
                "PUT",
                feePlans + "/{effectiveOn}",
                feePlan,
                Map.of("rateBp", 0, "perTransactionFen", 0, "refundPolicy", "KEEP"),
                clerk));
        all.add(new Endpoint("PUT", feePlans + "/{effectiveOn}/approval", feePlan + "/approval", unknown, clerk));
        all.add(new Endpoint("PUT", feePlans + "/{effectiveOn}/rejection", feePlan + "/rejection", unknown, clerk));
        String owed = "/v1/merchants/{merchantNo}/receivables";
        all.add(new Endpoint("GET", owed, merchantPath + "/receivables", "", merchant));
        all.add(new Endpoint("GET", "/v1/receivables", "/v1/receivables?bucket=90%2B", "", clerk));
        all.add(new Endpoint(
                "GET",
                "/v1/merchants/{merchantNo}/bills/{date}",
                merchantPath + "/bills/2999-01-01?kind=FUND_FLOW",
                "",
                merchant));
        all.add(new Endpoint(
                "GET",
                "/v1/merchants/{merchantNo}/bills/{date}/manifest",
                merchantPath + "/bills/2999-01-01/manifest",
                "",
                merchant));
        all.add(new Endpoint("GET", "/v1/bill-days/{date}", "/v1/bill-days/2999-01-01", "", clerk));
        all.add(new Endpoint(
                "GET", "/v1/bill-downloads/{secret}", "/v1/bill-downloads/" + "A".repeat(43), "", customer));
        all.add(new Endpoint("GET", "/v1/accounts/{address}", "/v1/accounts/" + zhang.address(), "", customer));
        all.add(new Endpoint(
                "GET", "/v1/accounts/{address}/lines", "/v1/accounts/" + zhang.address() + "/lines", "", customer));
        all.add(new Endpoint("GET", "/v1/receipts/{paymentId}", payment.replace("payments", "receipts"), "", customer));
        all.add(new Endpoint("GET", "/v1/consistency", "/v1/consistency?from=1&to=1", "", customer));
        all.add(new Endpoint("GET", "/v1/operator-keys", "/v1/operator-keys", "", customer));
        all.add(new Endpoint("GET", "/v1/audit/blocks", "/v1/audit/blocks?from=1", "", clerk));
        all.add(new Endpoint(
                "GET", "/v1/audit/block-entries", "/v1/audit/block-entries?from=1&limit=1", "", town.auditor()));
        all.add(new Endpoint("GET", "/v1/audit/findings", "/v1/audit/findings", "", clerk));
        all.add(new Endpoint(
                "PUT",
                "/v1/audit/findings/{number}/releases/{id}",
                "/v1/audit/findings/999999/releases/" + id("release"),
                Map.of("note", "Looked at"),
                clerk));
        all.add(new Endpoint(
                "GET", "/v1/accounts/{address}/balance", "/v1/accounts/" + zhang.address() + "/balance", "", customer));
        all.add(new Endpoint(
                "GET",
                "/v1/accounts/{address}/statement",
                "/v1/accounts/" + zhang.address() + "/statement?from=2026-01-01&to=2026-01-02",
                "",
                customer));
        all.add(new Endpoint("GET", "/v1/gl-vouchers/{date}", "/v1/gl-vouchers/2020-01-01", "", clerk));
        all.add(new Endpoint("GET", "/v1/accounting-days/{date}", "/v1/accounting-days/2020-01-01", "", clerk));
        all.add(new Endpoint("PUT", "/v1/accounting-days/{date}/cut", "/v1/accounting-days/2020-01-01/cut", "", clerk));
        addReconciliation(all, clerk);
        all.add(new Endpoint("GET", "/v1/entries", "/v1/entries?businessId=payment:x", "", clerk));
        all.add(new Endpoint("GET", "/v1/trial-balance", "/v1/trial-balance", "", clerk));
        all.add(new Endpoint("GET", "/v1/invariants", "/v1/invariants", "", clerk));
        return all;
    }

    private static void addReconciliation(List<Endpoint> all, String clerk) {
        String files = "/v1/core-files/2020-01-01";
        all.add(new Endpoint("GET", "/v1/core-files/{date}", files, "", clerk));
        all.add(new Endpoint("PUT", "/v1/core-files/{date}/{id}", files + "/file-0001", "no file", clerk));
        all.add(new Endpoint("GET", "/v1/core-files/{date}/{id}", files + "/unknown-one", "", clerk));
        all.add(new Endpoint("PUT", "/v1/core-files/{date}/{id}/approval", files + "/unknown-one/approval", "", clerk));
        all.add(new Endpoint("PUT", "/v1/core-files/{date}/{id}/refusal", files + "/unknown-one/refusal", "", clerk));
        String day = "/v1/reconciliations/";
        all.add(new Endpoint("PUT", day + "{date}", day + "2020-02-30", Map.of(), clerk));
        all.add(new Endpoint("GET", day + "{date}", day + "2020-01-01", "", clerk));
        all.add(new Endpoint("GET", day + "{date}/items", day + "2020-01-01/items", "", clerk));
        String items = "/v1/reconciliation-items";
        String item = items + "/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071";
        all.add(new Endpoint("GET", items, items + "?olderThanDays=36500", "", clerk));
        all.add(new Endpoint("GET", items + "/{itemId}", item, "", clerk));
        all.add(new Endpoint("GET", items + "/{itemId}/remedies", item + "/remedies", "", clerk));
        String remedies = items + "/{itemId}/remedies/{remedyId}";
        String remedy = item + "/remedies/remedy-1";
        all.add(new Endpoint("PUT", remedies, remedy, Map.of("kind", "REVERSE", "reason", "for nothing"), clerk));
        all.add(new Endpoint("GET", remedies, remedy, "", clerk));
        all.add(new Endpoint("PUT", remedies + "/approval", remedy + "/approval", "", clerk));
        all.add(new Endpoint("PUT", remedies + "/refusal", remedy + "/refusal", "", clerk));
    }
}
