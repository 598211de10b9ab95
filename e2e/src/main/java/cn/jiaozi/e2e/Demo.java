package cn.jiaozi.e2e;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.local.Running;
import cn.jiaozi.local.token.DevelopmentTokens;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Flaw;
import cn.jiaozi.sdk.receipt.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// The main job as a story, told by apps and tills to the gateway alone: a person opens a wallet, tops it up, pays a
/// merchant's order, another person and, with a card, a till that has no network, gets a refund, and every fen is
/// accounted for. Ends with a number other than zero if anything is not as it must be. The persons stay, so that it
/// runs again and again on the same data.
public final class Demo {
    private final Api api;
    private final DevelopmentTokens tokens;
    private final String run = "%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));
    private final String phone = "demo-phone-" + run;
    private final List<String[]> table = new ArrayList<>();
    private int wrong;

    Demo(Api api, DevelopmentTokens tokens) {
        this.api = api;
        this.tokens = tokens;
    }

    public static void main(String[] args) {
        var suite = Running.find();
        try (Api api = new Api(suite.gateway())) {
            System.exit(new Demo(api, suite.tokens()).tell() == 0 ? 0 : 1);
        }
    }

    /// Returns how many things are not as they must be.
    int tell() {
        String zhang = tokens.token("demo-zhang-san", "CUSTOMER");
        String li = tokens.token("demo-li-si", "CUSTOMER");
        String teahouse = tokens.token("demo-teahouse", "MERCHANT", "CUSTOMER");
        String clerk = tokens.token("demo-clerk", "OPERATOR");
        String reviewer = tokens.token("demo-reviewer", "OPERATOR");
        String auditor = tokens.token("demo-auditor", "AUDITOR");

        say("Zhang San opens a Class II wallet (phone, identity, linked bank account)");
        String a = wallet(
                zhang,
                "demo-opening-zhang",
                Map.of(
                        "walletClass", "CLASS_II",
                        "phone", "13800000001",
                        "name", "张三",
                        "idType", "IT01",
                        "idNo", "110101199003070011",
                        "bankAccount", Map.of("accountNo", "6222020000000001")));
        say("Li Si opens a Class IV wallet (phone alone)");
        String b = wallet(li, "demo-opening-li", Map.of("walletClass", "CLASS_IV", "phone", "13900000002"));
        say(
                "The bank opens a corporate wallet for the teahouse; one clerk applies for it as a merchant, another approves");
        String t = wallet(
                clerk,
                "demo-opening-teahouse",
                Map.of(
                        "walletClass", "CORPORATE",
                        "name", "交子茶馆有限公司",
                        "uscc", Papers.creditCode(1),
                        "legalRepresentative", "王掌柜",
                        "ownerParty", "demo-teahouse",
                        "bankAccount", Map.of("accountNo", "6222021000000001")));
        String shop = expect(
                        "merchant",
                        Onboarding.onboarded(
                                api,
                                clerk,
                                reviewer,
                                "demo-teahouse",
                                Onboarding.application(
                                        "交子茶馆 Jiaozi Teahouse",
                                        Papers.creditCode(1),
                                        t,
                                        "6222021000000001",
                                        "demo-teahouse")),
                        "ACTIVE")
                .text("merchantNo");
        String store = expect(
                        "store",
                        api.put(
                                clerk,
                                "/v1/merchants/" + shop + "/stores/demo-store-1",
                                Map.of("name", "Kuanzhai Alley 宽窄巷子")),
                        "")
                .text("storeNo");

        long before = balance(zhang, a);
        long beforeLi = balance(li, b);
        long beforeShop = balance(teahouse, t);

        say("Zhang San, Li Si and the teahouse's cashier register their phones' keys, after a fresh login");
        for (String token : List.of(zhang, li, teahouse)) {
            expect("device", api.device(token, phone), "ACTIVE");
        }

        say("Zhang San tops up ¥500.00 from his bank account (充钱包)");
        expect("exchange-in", exchange(zhang, a, "in", "EXCHANGE_IN", 50_000), "SUCCEEDED");
        say("Zhang San pays Li Si ¥88.00");
        Answer paid = expect("P2P", pay(zhang, "p2p", a, b, 8_800), "SUCCEEDED");
        say("Each of them keeps a receipt that the bank cannot take back (GET /v1/receipts/{paymentId})");
        receipt("the payer's receipt, checked without the bank", zhang, paid, 3);
        receipt("the payee's, which does not name the payer", li, paid, 2);
        say("The teahouse takes an order of ¥66.60; Zhang San pays it");
        expect("order", order(teahouse, shop, store, "order-z", 6_660), "OPEN");
        Answer tea = expect("payment of the order", payOrder(zhang, "tea", a, shop, "order-z", 6_660), "SUCCEEDED");
        say("A till that lost the reply asks again: the same answer, nothing charged");
        expect("the same payment again", payOrder(zhang, "tea", a, shop, "order-z", 6_660), "SUCCEEDED", 200);
        say("Li Si pays an order of ¥20.00 from a Class IV wallet");
        expect("order", order(teahouse, shop, store, "order-l", 2_000), "OPEN");
        expect("payment of the order", payOrder(li, "tea-li", b, shop, "order-l", 2_000), "SUCCEEDED");

        say("What is refused, and why");
        expect("above the single limit of Class II", pay(zhang, "big", a, b, 5_000_001), "FAILED LIMIT_SINGLE");
        expect("more than there is", pay(zhang, "poor", a, b, 4_900_000), "FAILED INSUFFICIENT_FUNDS");
        expect("P2P out of a Class IV wallet", pay(li, "p2p-li", b, a, 100), "FAILED WALLET_TYPE_INVALID");
        expect("somebody else's wallet", pay(li, "steal", a, b, 100), "FAILED WALLET_NOT_YOURS");
        expect("an order that is paid already", payOrder(li, "again", b, shop, "order-z", 6_660), "FAILED ORDER_PAID");
        expect(
                "the same id with another amount",
                payOrder(zhang, "tea", a, shop, "order-z", 1),
                "IDEMPOTENCY_CONFLICT");
        expect(
                "a token alone, without the phone's key",
                pay(tokens.token("demo-zhang-san", "CUSTOMER"), "alone", a, b, 100),
                "FAILED AUTH_FACTOR_MISSING");
        expect(
                "a token for another audience",
                pay(tokens.wrongAudience("demo-zhang-san", "CUSTOMER"), "aud", a, b, 100),
                "UNAUTHENTICATED");
        expect(
                "an expired token",
                pay(tokens.expired("demo-zhang-san", "CUSTOMER"), "exp", a, b, 100),
                "UNAUTHENTICATED");
        expect("a customer who wants the trial balance", api.get(zhang, "/v1/trial-balance"), "FORBIDDEN");
        expect("an amount below zero", pay(zhang, "minus", a, b, -1), "BAD_REQUEST");

        say("The court stops debits of Li Si's wallet (只收不付), and releases it again");
        String restriction = "/v1/wallets/" + b + "/restrictions/demo-" + run;
        expect(
                "restriction",
                api.put(
                        clerk,
                        restriction,
                        Map.of(
                                "type",
                                "NO_DEBIT",
                                "authority",
                                "COURT",
                                "reasonCode",
                                "DEMO",
                                "documentNo",
                                "(2026)川01执" + run)),
                "IN_FORCE");
        expect("order", order(teahouse, shop, store, "order-f", 100), "OPEN");
        expect(
                "payment out of a frozen wallet",
                payOrder(li, "frozen", b, shop, "order-f", 100),
                "FAILED WALLET_FROZEN");
        expect("payment into it", pay(zhang, "into", a, b, 100), "SUCCEEDED");
        expect("release", api.put(clerk, restriction + "/release", Map.of()), "RELEASED");
        expect("the order is still payable", payOrder(li, "thawed", b, shop, "order-f", 100), "SUCCEEDED");

        say("The teahouse refunds ¥16.60 and then ¥50.00 of the ¥66.60, and no more");
        String refunds = "/v1/payments/" + tea.text("paymentId") + "/refunds/";
        expect("refund", api.put(teahouse, refunds + "refund-1-" + run, Map.of("amountFen", 1_660)), "SUCCEEDED");
        expect(
                "refund above the rest",
                api.put(teahouse, refunds + "refund-2-" + run, Map.of("amountFen", 5_001)),
                "FAILED REFUND_EXCEEDS");
        expect(
                "refund of the rest",
                api.put(teahouse, refunds + "refund-3-" + run, Map.of("amountFen", 5_000)),
                "SUCCEEDED");
        say("Zhang San puts ¥100.00 back into his bank account (存银行)");
        expect("redeem", exchange(zhang, a, "out", "REDEEM", 10_000), "SUCCEEDED");

        tap(zhang, a, teahouse, shop);

        say("The phones are lost: their keys are revoked");
        for (String token : List.of(zhang, li, teahouse)) {
            expect("revocation", api.put(token, "/v1/devices/" + phone + "/revocation", Map.of()), "REVOKED");
        }
        expect("a payment signed by a lost phone", pay(zhang, "lost", a, b, 100), "KEY_REVOKED");
        for (String token : List.of(zhang, li, teahouse)) {
            api.unsigned(token);
        }

        show();
        timeline(zhang, tea.text("paymentId"));
        balances("Zhang San", before, balance(zhang, a), 50_000 - 8_800 - 6_660 - 100 + 6_660 - 10_000 - DemoTap.PAID);
        balances("Li Si", beforeLi, balance(li, b), 8_800 - 2_000 + 100 - 100);
        balances("teahouse", beforeShop, balance(teahouse, t), 6_660 + 2_000 + 100 - 6_660 + DemoTap.PAID);
        sales(teahouse, shop);
        invariants(auditor);
        System.out.println(
                wrong == 0 ? "\nEverything is as it must be." : "\n" + wrong + " thing(s) are not as they must be.");
        return wrong;
    }

    private void tap(String holder, String wallet, String owner, String shop) {
        var key = SigningKey.generate(Curve.SM2);
        var till = Till.activated(api, owner, shop, "demo-till-" + run, key);
        new DemoTap(this, api, holder, wallet, till, key, run).play();
        expect(
                "the till goes out of service",
                api.put(owner, "/v1/terminals/" + till.terminalId() + "/deactivation", Map.of("reason", "Demo 演示")),
                "DEACTIVATED");
    }

    private String wallet(String token, String id, Object body) {
        return expect("wallet", api.put(token, "/v1/wallet-openings/" + id, body), "ACTIVE")
                .text("walletId");
    }

    private Answer exchange(String token, String wallet, String id, String kind, long fen) {
        return api.put(
                token,
                "/v1/wallets/" + wallet + "/exchanges/" + id + "-" + kind.charAt(0) + run,
                Map.of("kind", kind, "amountFen", fen));
    }

    private Answer pay(String token, String id, String from, String to, long fen) {
        return api.put(
                token,
                "/v1/payments/" + id + "-" + run,
                Map.of("kind", "P2P", "payerWalletId", from, "payeeWalletId", to, "amountFen", fen));
    }

    private Answer payOrder(String token, String id, String from, String shop, String order, long fen) {
        return api.put(
                token,
                "/v1/payments/" + id + "-" + run,
                Map.of(
                        "kind",
                        "ORDER",
                        "payerWalletId",
                        from,
                        "merchantNo",
                        shop,
                        "orderId",
                        order + "-" + run,
                        "amountFen",
                        fen));
    }

    /// A merchant that was registered a moment ago is known to payment-service a moment later.
    private Answer order(String token, String shop, String store, String id, long fen) {
        String path = "/v1/merchants/" + shop + "/orders/" + id + "-" + run;
        Answer answer = api.put(token, path, Map.of("amountFen", fen, "storeNo", store, "subject", "Gaiwan tea 盖碗茶"));
        for (int i = 0; i < 50 && answer.status() == 404; i++) {
            LockSupport.parkNanos(100_000_000);
            answer = api.put(token, path, Map.of("amountFen", fen, "storeNo", store, "subject", "Gaiwan tea 盖碗茶"));
        }
        return answer;
    }

    private long balance(String token, String wallet) {
        return api.get(token, "/v1/accounts/wallet:" + wallet + ":available").number("balanceFen");
    }

    /// @param openings how much the holder is told: the act's id, and addresses
    private void receipt(String what, String token, Answer paid, int openings) {
        Answer answer = api.get(token, "/v1/receipts/" + paid.text("paymentId"));
        Answer keys = api.get(token, "/v1/operator-keys");
        String told = "none";
        if (answer.status() == 200) {
            var receipt = Receipt.parse(answer.body().toString());
            var operator = VerifyingKey.ofPem(
                    keys.body().path("keys").path(0).path("pem").asString(""));
            told = receipt.flaw(operator)
                    .map(Flaw::text)
                    .orElse("proven, " + receipt.openings().size() + " fields told");
        }
        row(what, String.valueOf(answer.status()), told, told.equals("proven, " + openings + " fields told"));
    }

    void say(String line) {
        table.add(new String[] {line});
    }

    /// What was found out otherwise than by one answer.
    void row(String what, String status, String told, boolean right) {
        if (!right) {
            wrong++;
        }
        table.add(new String[] {what, status, told, right ? "✓" : "✗"});
    }

    Answer expect(String what, Answer answer, String outcome) {
        return expect(what, answer, outcome, 0);
    }

    private Answer expect(String what, Answer answer, String outcome, int status) {
        boolean right = outcome.isEmpty()
                ? answer.status() == 200 || answer.status() == 201
                : answer.outcome().equals(outcome) && (status == 0 || status == answer.status());
        if (!right) {
            wrong++;
        }
        table.add(new String[] {
            what,
            String.valueOf(answer.status()),
            answer.outcome(),
            right ? "✓" : "✗ expected " + outcome + " " + answer.body()
        });
        return answer;
    }

    private void show() {
        System.out.println();
        for (String[] row : table) {
            System.out.println(row.length == 1 ? "\n" + row[0] : "   %-40s %-4s %-28s %s".formatted((Object[]) row));
        }
    }

    private void timeline(String token, String paymentId) {
        System.out.println("\nOne payment, from request to debit and credit lines (GET /v1/payments/" + paymentId
                + "/timeline)\n");
        Answer answer = api.get(token, "/v1/payments/" + paymentId + "/timeline");
        check("timeline", answer.status() == 200 && answer.body().path("steps").size() >= 4);
        for (JsonNode step : answer.body().path("steps")) {
            System.out.printf(
                    "   %-28s %-18s %s%n",
                    step.path("at").asString(""),
                    step.path("step").asString(""),
                    step.path("accountingDate").asString(""));
            for (JsonNode leg : step.path("legs")) {
                System.out.printf(
                        "   %28s debit  %-40s %s%n",
                        "",
                        leg.path("debit").asString(""),
                        yuan(leg.path("amountFen").asLong()));
                System.out.printf(
                        "   %28s credit %-40s %s%n",
                        "",
                        leg.path("credit").asString(""),
                        yuan(leg.path("amountFen").asLong()));
            }
        }
        System.out.println();
    }

    private void balances(String who, long before, long after, long moved) {
        boolean right = after - before == moved;
        System.out.printf(
                "   %-10s %14s %+12.2f = %14s %s%n", who, yuan(before), moved / 100.0, yuan(after), right ? "✓" : "✗");
        check("balance of " + who, right);
    }

    private void sales(String token, String shop) {
        Answer sales = api.get(token, "/v1/merchants/" + shop + "/sales");
        check("sales", sales.status() == 200 && sales.number("count") >= 1);
        System.out.printf(
                "%n   The teahouse today, as announced so far: %d lines, sold %s, refunded %s%n",
                sales.number("count"), yuan(sales.number("soldFen")), yuan(sales.number("refundedFen")));
    }

    private void invariants(String token) {
        Answer balance = api.get(token, "/v1/trial-balance");
        Answer invariants = api.get(token, "/v1/invariants");
        check("trial balance", balance.status() == 200);
        check(
                "invariants",
                invariants.status() == 200
                        && invariants.body().path("invariants").size() > 0);
        System.out.println("\nThe ledger's invariants (GET /v1/invariants)\n");
        for (JsonNode invariant : invariants.body().path("invariants")) {
            boolean ok = invariant.path("violations").asLong(-1) == 0;
            System.out.printf("   %-32s %s%n", invariant.path("name").asString(""), ok ? "✓" : "✗ " + invariant);
            check(invariant.path("name").asString(""), ok);
        }
    }

    private void check(String what, boolean right) {
        if (!right) {
            wrong++;
            System.out.println("   ✗ " + what);
        }
    }

    static String yuan(long fen) {
        return "¥%,d.%02d".formatted(fen / 100, Math.abs(fen % 100));
    }
}
