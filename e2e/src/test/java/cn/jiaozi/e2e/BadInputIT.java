package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Whatever is wrong with a request, at whichever endpoint: a problem that names the field and the reason, never a 500.
class BadInputIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> AS_JSON = Map.of("Content-Type", "application/json");
    private static final String WALLET = "0020000000000014";
    private static final String MERCHANT = "002010000000018";
    private static final Town town = Town.only();

    /// @param body     a good one
    /// @param optional the fields that may be missing
    record Endpoint(String role, String path, Map<String, Object> body, Set<String> optional) {
        @Override
        public String toString() {
            return path + " " + body.keySet();
        }
    }

    static Stream<Endpoint> endpoints() {
        var account = Map.<String, Object>of("accountNo", "6222020000000001");
        return Stream.of(
                new Endpoint(
                        "CUSTOMER",
                        "/v1/wallet-openings/bad-001",
                        body("walletClass", "CLASS_IV", "phone", "13900000009", "branchCode", "00201"),
                        Set.of("branchCode")),
                new Endpoint(
                        "CUSTOMER",
                        "/v1/wallet-openings/bad-002",
                        body(
                                "walletClass",
                                "CLASS_II",
                                "phone",
                                "13900000009",
                                "name",
                                "测试",
                                "idType",
                                "IT01",
                                "idNo",
                                Papers.idNo(7),
                                "bankAccount",
                                account),
                        Set.of()),
                new Endpoint(
                        "OPERATOR",
                        "/v1/wallet-openings/bad-003",
                        body(
                                "walletClass",
                                "CORPORATE",
                                "name",
                                "公司",
                                "uscc",
                                Papers.creditCode(7),
                                "legalRepresentative",
                                "掌柜",
                                "ownerParty",
                                "shop",
                                "bankAccount",
                                account),
                        Set.of()),
                new Endpoint(
                        "OPERATOR",
                        "/v1/wallets/" + town.classIv("bad").walletId() + "/restrictions/bad-restriction",
                        body(
                                "type",
                                "AMOUNT_HOLD",
                                "authority",
                                "COURT",
                                "reasonCode",
                                "X",
                                "documentNo",
                                "1",
                                "amountFen",
                                100,
                                "until",
                                "2030-01-01T00:00:00Z"),
                        Set.of("documentNo", "until")),
                new Endpoint(
                        "CUSTOMER",
                        "/v1/wallets/" + WALLET + "/exchanges/bad-exchange",
                        body("kind", "REDEEM", "amountFen", 100),
                        Set.of()),
                new Endpoint(
                        "OPERATOR",
                        "/v1/limit-policies/CLASS_IV/2030-01-01",
                        body("singleFen", 100, "dailyFen", 100, "annualFen", 100, "balanceCapFen", 100),
                        Set.of("singleFen", "dailyFen", "annualFen", "balanceCapFen")),
                new Endpoint(
                        "OPERATOR",
                        "/v1/purse-limit-policies/LINKED/2030-01-01",
                        body(
                                "balanceFen",
                                100,
                                "singleFen",
                                10,
                                "singleWithPinFen",
                                50,
                                "payments",
                                5,
                                "totalFen",
                                100,
                                "poweredOffPayments",
                                1,
                                "poweredOffFen",
                                30),
                        Set.of()),
                new Endpoint(
                        "OPERATOR",
                        "/v1/merchants/" + MERCHANT + "/fee-plans/2999-12-31",
                        body("rateBp", 60, "capFen", 2_000, "perTransactionFen", 10, "refundPolicy", "KEEP"),
                        Set.of("capFen")),
                new Endpoint(
                        "OPERATOR",
                        "/v1/merchants/" + MERCHANT + "/fee-plans/2999-12-31/approval",
                        body("planId", "00000000-0000-0000-0000-000000000000"),
                        Set.of()),
                new Endpoint(
                        "OPERATOR",
                        "/v1/counters/bad-counter",
                        body("kind", "KIOSK", "accountNo", "1001000000000001"),
                        Set.of()),
                new Endpoint(
                        "OPERATOR",
                        "/v1/counters/bad-counter/exchanges/bad-cash",
                        body("walletId", WALLET, "kind", "REDEEM", "amountFen", 100),
                        Set.of()),
                new Endpoint(
                        "CUSTOMER",
                        "/v1/payments/bad-p2p",
                        body(
                                "kind",
                                "P2P",
                                "payerWalletId",
                                WALLET,
                                "payeeWalletId",
                                "0020000000000022",
                                "amountFen",
                                100,
                                "remark",
                                "x"),
                        Set.of("remark")),
                new Endpoint(
                        "CUSTOMER",
                        "/v1/payments/bad-order",
                        body(
                                "kind",
                                "ORDER",
                                "payerWalletId",
                                WALLET,
                                "merchantNo",
                                MERCHANT,
                                "orderId",
                                "order-1",
                                "amountFen",
                                100),
                        Set.of()),
                new Endpoint(
                        "MERCHANT",
                        "/v1/payments/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/refunds/bad-refund",
                        body("amountFen", 100, "remark", "x"),
                        Set.of("remark")),
                new Endpoint(
                        "MERCHANT",
                        "/v1/merchants/" + MERCHANT + "/orders/bad-order",
                        body("amountFen", 100, "storeNo", "000001", "subject", "tea", "expireMinutes", 5),
                        Set.of("storeNo", "expireMinutes")),
                new Endpoint(
                        "OPERATOR",
                        "/v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies/bad-remedy",
                        body("kind", "REVERSE", "reason", "as the branch has said"),
                        Set.of()),
                new Endpoint(
                        "OPERATOR",
                        "/v1/merchant-registrations/bad-registration",
                        body(
                                "name",
                                "店",
                                "mcc",
                                "5812",
                                "uscc",
                                Papers.creditCode(9),
                                "licenceNo",
                                "110108000000016",
                                "legalRepresentative",
                                "掌柜",
                                "category",
                                "ENTERPRISE",
                                "walletId",
                                "0023000000000011",
                                "walletClass",
                                "CORPORATE",
                                "settlementAccountTail",
                                "0001",
                                "party",
                                "shop",
                                "branchCode",
                                "0001"),
                        Set.of("licenceNo", "walletClass", "branchCode")),
                new Endpoint(
                        "OPERATOR",
                        "/v1/merchants/" + MERCHANT + "/reviews/bad-review",
                        body("kind", "APPLICATION", "decision", "APPROVED", "riskGrade", "B", "reason", "x"),
                        Set.of("kind", "reason")),
                new Endpoint("OPERATOR", "/v1/merchants/" + MERCHANT + "/suspension", body("reason", "x"), Set.of()),
                new Endpoint("OPERATOR", "/v1/merchants/" + MERCHANT + "/reinstatement", body("reason", "x"), Set.of()),
                new Endpoint("OPERATOR", "/v1/merchants/" + MERCHANT + "/closing", body("reason", "x"), Set.of()),
                new Endpoint(
                        "OPERATOR",
                        "/v1/merchants/" + MERCHANT + "/stores/bad-store",
                        body("name", "店", "address", "x"),
                        Set.of("address")),
                new Endpoint(
                        "OPERATOR",
                        "/v1/merchants/" + MERCHANT + "/stores/000001/terminals/bad-terminal",
                        body("serialNumber", "SN0001", "kind", "POS", "location", "x"),
                        Set.of("location")),
                new Endpoint(
                        "OPERATOR",
                        "/v1/merchants/" + MERCHANT + "/payout-plans/2030-01-01",
                        body("schedule", "MONTHLY", "dayOfMonth", 13, "cutOff", "22:00", "keepFen", 1, "minimumFen", 1),
                        Set.of("cutOff", "keepFen", "minimumFen")),
                new Endpoint(
                        "OPERATOR",
                        "/v1/merchants/" + MERCHANT + "/payouts/bad-payout",
                        body("atMostFen", 100),
                        Set.of("atMostFen")),
                new Endpoint(
                        "OPERATOR", "/v1/calendars/2098", body("versionId", "bad-01", "days", List.of()), Set.of()));
    }

    private static Map<String, Object> body(Object... pairs) {
        var body = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            body.put((String) pairs[i], pairs[i + 1]);
        }
        return body;
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void everyFieldThatIsWrongIsNamed(Endpoint endpoint) {
        String token = town.token("nobody", endpoint.role());
        var wrong = new ArrayList<String>();
        endpoint.body().forEach((field, good) -> {
            for (Object bad : badValues(good, endpoint.optional().contains(field))) {
                var body = new LinkedHashMap<>(endpoint.body());
                switch (bad) {
                    case Absent.MISSING -> body.remove(field);
                    case Absent.NULL -> body.put(field, null);
                    default -> body.put(field, bad);
                }
                String text = JSON.writeValueAsString(body).replace("\"1e19\"", "10000000000000000000");
                Answer answer = town.api.raw("PUT", token, endpoint.path(), text, AS_JSON);
                String pointer =
                        answer.body().path("errors").path(0).path("pointer").asString("");
                if (answer.status() != 400
                        || !answer.contentType().startsWith("application/problem+json")
                        || !answer.text("reason").equals("BAD_REQUEST")
                        || !(pointer.equals("/" + field) || pointer.startsWith("/" + field + "/"))) {
                    wrong.add(field + "=" + shortened(bad) + " → " + answer.status() + " " + answer.body());
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    private enum Absent {
        MISSING,
        NULL
    }

    private static List<Object> badValues(Object good, boolean optional) {
        var bad = new ArrayList<Object>();
        if (!optional) {
            bad.add(Absent.MISSING);
            bad.add(Absent.NULL);
        }
        bad.add(Map.of("a", 1));
        bad.add(List.of(1));
        bad.add(true);
        if (good instanceof Integer) {
            bad.addAll(List.of(-1, "1", 1.5, "1e19", ""));
        } else if (good instanceof String) {
            bad.addAll(List.of(7, "", "x".repeat(1_000)));
        }
        return bad;
    }

    private static String shortened(Object bad) {
        String text = String.valueOf(bad);
        return text.length() > 20 ? text.substring(0, 20) : text;
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void everyBodyThatIsWrongIsAProblem(Endpoint endpoint) {
        String token = town.token("nobody", endpoint.role());
        String good = JSON.writeValueAsString(endpoint.body());
        String path = endpoint.path();

        problem(town.api.raw("PUT", token, path, good.substring(0, good.length() - 1), AS_JSON), 400);
        problem(town.api.raw("PUT", token, path, "", AS_JSON), 400);
        problem(town.api.raw("PUT", token, path, "[]", AS_JSON), 400);
        problem(town.api.raw("PUT", token, path, "null", AS_JSON), 400);
        problem(town.api.raw("PUT", token, path, good + good, AS_JSON), 400);
        problem(town.api.raw("PUT", token, path, good, Map.of("Content-Type", "text/plain")), 415);
        problem(
                town.api.raw(
                        "PUT", token, path, good, Map.of("Content-Type", "application/json", "Prefer", "wait=soon")),
                400);
        problem(
                town.api.raw(
                        "PUT",
                        token,
                        path,
                        good.replaceFirst("\\{", "{\"padding\":\"" + "x".repeat(70_000) + "\","),
                        AS_JSON),
                413);
        problem(town.api.raw("POST", token, path, good, AS_JSON), 405);
        problem(town.api.raw("PUT", "", path, good, AS_JSON), 401);
        problem(town.api.raw("PUT", town.token("nobody", "AUDITOR"), path, good, AS_JSON), 403);
        Answer unknown = town.api.raw("PUT", token, path, good.replaceFirst("\\{", "{\"unheardOf\":1,"), AS_JSON);
        problem(unknown, 400);
        assertThat(unknown.body().path("errors").path(0).path("pointer").asString(""))
                .isEqualTo("/unheardOf");
    }

    private static void problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.text("reason")).isNotEmpty();
        assertThat(answer.body().path("reasonText").path("zh").asString("")).isNotEmpty();
    }

    static Stream<String> readings() {
        return Stream.of(
                "/v1/wallet-openings/short",
                "/v1/wallet-openings/" + "x".repeat(33),
                "/v1/wallets/not-a-wallet",
                "/v1/wallets/" + WALLET + "/exchanges/no",
                "/v1/wallets/" + WALLET + "/restrictions/no",
                "/v1/payments/no",
                "/v1/payments/no/timeline",
                "/v1/payments/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/refunds/no",
                "/v1/merchants/" + MERCHANT + "/orders/no",
                "/v1/merchant-registrations/no",
                "/v1/merchants?state=NONE",
                "/v1/merchants?limit=0",
                "/v1/merchants?cursor=x",
                "/v1/merchants/" + MERCHANT + "/reviews/no",
                "/v1/merchants/" + MERCHANT + "/audit-lines?cursor=nonsense",
                "/v1/audit-lines?subject=x",
                "/v1/merchants/" + MERCHANT + "/payouts?dueOn=yesterday",
                "/v1/merchants/" + MERCHANT + "/payouts?cursor=%20",
                "/v1/merchants/" + MERCHANT + "/payouts?limit=0",
                "/v1/merchants/" + MERCHANT + "/payouts/no",
                "/v1/payout-runs/yesterday",
                "/v1/calendars/1999",
                "/v1/calendars/2027?version=0",
                "/v1/core-files/yesterday",
                "/v1/core-files/2026-11-28/no",
                "/v1/reconciliations/2026-02-30",
                "/v1/reconciliations/2026-11-28/items?limit=0",
                "/v1/reconciliations/2026-11-28/items?mark=SOME",
                "/v1/reconciliation-items?olderThanDays=-1",
                "/v1/reconciliation-items?cursor=nonsense",
                "/v1/reconciliation-items/no",
                "/v1/merchants/" + MERCHANT + "/fee-plans?limit=0",
                "/v1/merchants/" + MERCHANT + "/fee-plans?cursor=%20",
                "/v1/merchants/" + MERCHANT + "/receivables?cursor=%20",
                "/v1/receivables?bucket=old",
                "/v1/receivables?limit=0",
                "/v1/merchants/" + MERCHANT + "/bills/yesterday?kind=FUND_FLOW",
                "/v1/merchants/" + MERCHANT + "/bills/2026-11-28",
                "/v1/merchants/" + MERCHANT + "/bills/2026-11-28?kind=ALL",
                "/v1/merchants/" + MERCHANT + "/bills/2026-11-28?kind=FUND_FLOW&charset=GBK",
                "/v1/merchants/" + MERCHANT + "/bills/2026-11-28?kind=FUND_FLOW&digits=NONE",
                "/v1/merchants/" + MERCHANT + "/bills/2026-11-28?kind=FUND_FLOW&gzip=perhaps",
                "/v1/merchants/" + MERCHANT + "/bills/2026-11-28?kind=CAMT_053&charset=GB18030",
                "/v1/merchants/" + MERCHANT + "/bills/2026-02-30/manifest",
                "/v1/merchants/" + MERCHANT + "/sales/payment:1/receipt",
                "/v1/merchants/" + MERCHANT + "/payouts/no/receipt",
                "/v1/receipt-checks/no?code=8F3A-1C2D-77AB-90EF-12CD",
                "/v1/receipt-checks/20261128-0-4711-1",
                "/v1/receipt-checks/20261128-0-4711-1?code=ZZZZ",
                "/v1/merchants/" + MERCHANT + "/sales?on=yesterday",
                "/v1/merchants/" + MERCHANT + "/sales?limit=0",
                "/v1/merchants/" + MERCHANT + "/sales?limit=x",
                "/v1/merchants/" + MERCHANT + "/sales?cursor=%20",
                "/v1/accounts/%20",
                "/v1/accounts/wallet:1:available/lines?limit=0",
                "/v1/accounts/wallet:1:available/lines?limit=10000",
                "/v1/accounts/wallet:1:available/lines?cursor=nonsense",
                "/v1/receipts/no",
                "/v1/consistency?from=1",
                "/v1/consistency?from=2&to=1",
                "/v1/audit/blocks?from=0",
                "/v1/audit/block-entries?from=0",
                "/v1/accounts/wallet:1:available/balance?at=yesterday",
                "/v1/accounts/wallet:1:available/balance?at=2999-01-01T00:00:00Z",
                "/v1/accounts/wallet:1:available/statement?from=2026-01-01",
                "/v1/accounts/wallet:1:available/statement?from=2026-01-02&to=2026-01-01",
                "/v1/trial-balance?block=0",
                "/v1/trial-balance?date=today",
                "/v1/gl-vouchers/today",
                "/v1/accounting-days/today",
                "/v1/vouchers/0A/evidence",
                "/v1/entries",
                "/v1/entries?businessId=%20",
                "/v1/purse-limit-policies/NAMED/2030-01-01",
                "/v1/purse-limit-policies/LINKED/someday",
                "/v1/counters/no",
                "/v1/counters/counter-1/exchanges/no",
                "/v1/limit-policies/CLASS_X/2030-01-01",
                "/v1/limit-policies/CLASS_IV/someday");
    }

    @ParameterizedTest
    @MethodSource("readings")
    void everyParameterThatIsWrongIsNamed(String path) {
        Answer answer = town.api.get(town.token("nobody", "OPERATOR", "MERCHANT", "CUSTOMER", "AUDITOR"), path);

        problem(answer, 400);
        assertThat(answer.body().path("errors").path(0).path("pointer").asString(""))
                .isNotEmpty();
        assertThat(answer.body().path("errors").path(0).path("detail").asString(""))
                .isNotEmpty();
    }
}
