package cn.jiaozi.e2e;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.local.Running;
import cn.jiaozi.sdk.key.Curve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/// People and companies who pay and are paid under load: their bank accounts, wallets and devices, made through the
/// gateway like anybody's.
public final class Holders {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Running suite;
    private final Api api;
    private final String run;
    private final HttpClient core =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int first = 100_000 + ThreadLocalRandom.current().nextInt(3_000) * 1_000;

    public record Holder(String party, String token, String walletId) {}

    /// @param number the merchant's number
    public record Shop(Holder owner, String number) {}

    /// @param run names everybody of this run, so that nobody of an earlier run on the same data is met
    public Holders(Running suite, Api api, String run) {
        this.suite = suite;
        this.api = api;
        this.run = run;
    }

    /// A person with a Class II wallet that holds ¥10,000.00, and with a device to sign with.
    public Holder payer(int n) {
        int number = first + n;
        String party = run + "-payer-" + n;
        String token = suite.token(party, "CUSTOMER");
        deposit(
                Papers.accountNo(number),
                Map.of(
                        "name",
                        "测试",
                        "idNo",
                        Papers.idNo(number),
                        "phone",
                        Papers.phone(number),
                        "balanceFen",
                        10_000_000L));
        var wallet = must(
                        () -> api.put(
                                token,
                                "/v1/wallet-openings/" + run + "-" + n,
                                Map.of(
                                        "walletClass",
                                        "CLASS_II",
                                        "phone",
                                        Papers.phone(number),
                                        "name",
                                        "测试",
                                        "idType",
                                        "IT01",
                                        "idNo",
                                        Papers.idNo(number),
                                        "bankAccount",
                                        Map.of("accountNo", Papers.accountNo(number)))),
                        "ACTIVE")
                .text("walletId");
        must(
                () -> api.put(
                        token,
                        "/v1/wallets/" + wallet + "/exchanges/" + run,
                        Map.of("kind", "EXCHANGE_IN", "amountFen", 1_000_000)),
                "SUCCEEDED");
        must(() -> api.device(token, run), "ACTIVE");
        return new Holder(party, token, wallet);
    }

    /// A company with an empty corporate wallet.
    public Holder payee(int n) {
        int number = first + n;
        String party = run + "-payee-" + n;
        deposit(Papers.accountNo(number), Map.of("name", "公司" + number, "balanceFen", 0L));
        return new Holder(party, suite.token(party, "MERCHANT"), corporate(n, n, party));
    }

    /// @param n        of the company
    /// @param accountN of the wallet and of its bank account
    private String corporate(int n, int accountN, String party) {
        int number = first + n;
        return must(
                        () -> api.put(
                                clerk(),
                                "/v1/wallet-openings/" + run + "-" + accountN,
                                Map.of(
                                        "walletClass",
                                        "CORPORATE",
                                        "name",
                                        "公司" + number,
                                        "uscc",
                                        Papers.creditCode(number),
                                        "legalRepresentative",
                                        "掌柜",
                                        "ownerParty",
                                        party,
                                        "bankAccount",
                                        Map.of("accountNo", Papers.accountNo(first + accountN)))),
                        "ACTIVE")
                .text("walletId");
    }

    /// A company that is a merchant.
    public Shop shop(int n) {
        var owner = payee(n);
        int number = first + n;
        var application = Onboarding.application(
                "店" + n, Papers.creditCode(number), owner.walletId(), Papers.accountNo(number), owner.party());
        var merchant = must(() -> Onboarding.onboarded(api, clerk(), reviewer(), run + "-" + n, application), "ACTIVE");
        return new Shop(owner, merchant.text("merchantNo"));
    }

    /// A store of a merchant's with a corporate sub-wallet of its own, and a bank account for it.
    ///
    /// @param n    of the merchant
    /// @param ownN nobody else's
    /// @return the store's number
    public String storeWithAWallet(Shop shop, int n, int ownN) {
        String account = Papers.accountNo(first + ownN);
        deposit(account, Map.of("name", "公司" + (first + n), "balanceFen", 0L));
        String wallet = corporate(n, ownN, shop.owner().party());
        String store = must(
                        () -> api.put(
                                shop.owner().token(),
                                "/v1/merchants/" + shop.number() + "/stores/" + run + "-" + ownN,
                                Map.of(
                                        "name",
                                        "East Gate 东门",
                                        "walletId",
                                        wallet,
                                        "settlementAccountTail",
                                        account.substring(account.length() - 4))),
                        "PROPOSED")
                .text("storeNo");
        String review = "/v1/merchants/" + shop.number() + "/reviews/" + run + "-" + ownN;
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        api.put(reviewer(), review, Map.of("kind", "STORE", "storeNo", store, "decision", "APPROVED"))
                                                .status()
                                        / 100
                                == 2);
        return store;
    }

    /// A till of a merchant, activated with a key on P-256.
    public Till till(int n) {
        var shop = shop(n);
        return Till.activated(api, shop.owner().token(), shop.number(), run + "-till-" + n, Curve.P256);
    }

    public static <T> List<T> together(int count, IntFunction<T> making) {
        try (var threads = Executors.newFixedThreadPool(64)) {
            var made = new ArrayList<Future<T>>();
            for (int i = 0; i < count; i++) {
                int n = i;
                made.add(threads.submit(() -> making.apply(n)));
            }
            var all = new ArrayList<T>();
            for (var one : made) {
                all.add(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String clerk() {
        return suite.token("bench-clerk", "OPERATOR");
    }

    private String reviewer() {
        return suite.token("bench-reviewer", "OPERATOR");
    }

    private void deposit(String account, Map<String, Object> body) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + suite.addresses().core() + "/core/v1/accounts/" + account))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            var response = core.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A cold suite answers late; whoever repeats with the same id loses nothing.
    private static Answer must(Callable<Answer> request, String state) {
        return Awaitility.await("an answer that is " + state)
                .atMost(PATIENCE)
                .until(request, answer -> answer.text("state").equals(state));
    }
}
