package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static cn.jiaozi.e2e.Town.ofOrder;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.qr.MerchantQr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Tills, phones and everything that can go wrong between them, across the whole suite.
class TillsIT {
    private static final int INTERLEAVINGS = 1_000;
    private static final long SEED = 20_261_125;
    private static final int AT_ONCE = 12;

    private final Town town = Town.only();

    @Test
    void takesMoneyInEveryWay() {
        var shop = town.shop("teahouse");
        var till = town.till(shop);
        var zhang = town.classIi("zhang", 100_000);

        var byCode = town.api.put(
                till.name(), "/v1/payments/" + id("sale"), Till.sale(town.code(zhang), id("order"), 1_100));
        ended(byCode, "SUCCEEDED");

        String order = id("order");
        ended(town.api.put(till.name(), till.orders(order), Map.of("amountFen", 2_200, "subject", "Tea 茶")), "OPEN");
        var qr = MerchantQr.of(
                town.api.get(till.name(), till.orders(order) + "/qr").text("text"));
        ended(
                town.api.put(
                        zhang.token(),
                        "/v1/payments/" + id("pay"),
                        ofOrder(
                                zhang,
                                shop,
                                qr.order().orElseThrow().id(),
                                qr.order().orElseThrow().amountFen())),
                "SUCCEEDED");

        var wall = MerchantQr.of(town.api
                .get(till.name(), "/v1/merchants/" + shop.merchantNo() + "/stores/" + till.storeNo() + "/qr")
                .text("text"));
        ended(
                town.api.put(
                        zhang.token(),
                        "/v1/payments/" + id("pay"),
                        Map.of(
                                "kind", "STORE",
                                "payerWalletId", zhang.walletId(),
                                "merchantNo", wall.merchantNo(),
                                "storeNo", wall.storeNo().orElseThrow(),
                                "amountFen", 3_300)),
                "SUCCEEDED");

        assertThat(town.balance(zhang)).isEqualTo(100_000 - 1_100 - 2_200 - 3_300);
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.api
                                .get(shop.token(), "/v1/merchants/" + shop.merchantNo() + "/sales")
                                .number("soldFen"))
                        .isEqualTo(6_600));
    }

    @Test
    void answersNoDeactivatedTill() {
        var shop = town.shop("teahouse");
        var till = town.till(shop);
        assertThat(town.api
                        .get(till.name(), "/v1/terminals/" + till.terminalId())
                        .outcome())
                .isEqualTo("ACTIVE");

        ended(
                town.api.put(
                        shop.token(),
                        "/v1/terminals/" + till.terminalId() + "/deactivation",
                        Map.of("reason", "Stolen")),
                "DEACTIVATED");

        Awaitility.await()
                .until(() -> town.api
                        .get(till.name(), "/v1/terminals/" + till.terminalId())
                        .outcome()
                        .equals("KEY_REVOKED"));
    }

    /// Sales, lost replies, retries, reversals, closing and expiry of one order, in any order and at once. There is
    /// never money on a closed order, never a reversed sale charged, never one paid and unknown.
    @Test
    void staysRightInAThousandInterleavings() throws Exception {
        var shops = List.of(town.shop("one"), town.shop("two"));
        var tills = shops.stream().map(town::till).toList();
        var payers = IntStream.range(0, AT_ONCE)
                .mapToObj(n -> town.classIi("payer" + n, 400_000))
                .toList();
        var failures = Collections.synchronizedList(new ArrayList<String>());
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var running = new ArrayList<CompletableFuture<Void>>();
            for (int lane = 0; lane < AT_ONCE; lane++) {
                int mine = lane;
                running.add(CompletableFuture.runAsync(
                        () -> {
                            for (int n = mine; n < INTERLEAVINGS; n += AT_ONCE) {
                                int shop = n % shops.size();
                                new Interleaving(SEED + n, shops.get(shop), tills.get(shop), payers.get(mine))
                                        .play(failures);
                            }
                        },
                        threads));
            }
            for (var lane : running) {
                lane.get();
            }
        }

        assertThat(failures).isEmpty();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    /// What happens to one order, decided by its seed.
    private final class Interleaving {
        private final long seed;
        private final Random random;
        private final Town.Shop shop;
        private final Till till;
        private final Town.Person payer;
        private final String order = id("order");
        private final String sale = id("sale");
        private final String payment = id("pay");
        private final long fen;
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());

        Interleaving(long seed, Town.Shop shop, Till till, Town.Person payer) {
            this.seed = seed;
            this.random = new Random(seed);
            this.shop = shop;
            this.till = till;
            this.payer = payer;
            this.fen = random.nextLong(1, 101);
        }

        void play(List<String> failures) {
            boolean byCode = random.nextBoolean();
            String code = byCode ? town.code(payer) : "";
            if (!byCode && random.nextInt(4) > 0) {
                makeOrder();
            }
            var acts = new ArrayList<Runnable>();
            int sales = 1 + random.nextInt(4);
            for (int i = 0; i < sales; i++) {
                acts.add(byCode ? () -> sell(code) : this::pay);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                acts.add(this::reverse);
            }
            if (random.nextInt(4) == 0) {
                acts.add(this::close);
            }
            if (random.nextInt(4) == 0) {
                acts.add(this::expire);
            }
            if (!byCode && random.nextBoolean()) {
                acts.add(this::makeOrder);
            }
            Collections.shuffle(acts, random);
            var running = new ArrayList<CompletableFuture<Void>>();
            for (Runnable act : acts) {
                // One in two is not waited for: its reply is lost to what comes next.
                if (random.nextBoolean()) {
                    running.add(CompletableFuture.runAsync(act));
                } else {
                    act.run();
                }
            }
            running.forEach(CompletableFuture::join);
            check(failures);
        }

        private void sell(String code) {
            tell("sale", town.api.put(till.name(), "/v1/payments/" + sale, Till.sale(code, order, fen)));
        }

        private void pay() {
            tell("payment", town.api.put(payer.token(), "/v1/payments/" + payment, ofOrder(payer, shop, order, fen)));
        }

        private void makeOrder() {
            tell("order", town.api.put(till.name(), till.orders(order), Map.of("amountFen", fen, "subject", "Tea")));
        }

        private void reverse() {
            tell("reversal", town.api.put(till.name(), till.orders(order) + "/reversal", Map.of("amountFen", fen)));
        }

        private void close() {
            tell("close", town.api.put(shop.token(), till.orders(order) + "/close", Map.of()));
        }

        /// Time passes for an order that nobody has claimed.
        private void expire() {
            town.books.update(
                    "payment", "update merchant_order set expires_at = now() where order_id = '" + order + "'");
        }

        private void tell(String what, Answer answer) {
            told.add(what + " " + answer.outcome());
            if (answer.status() >= 500) {
                told.add("FAULT " + answer.status());
            }
        }

        private void check(List<String> failures) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            town.books.rows("payment", """
                                    select id::text, '' from payment where order_id = '%1$s' and state = 'REQUESTED'
                                    union all
                                    select order_id, '' from reversal where order_id = '%1$s' and state = 'REQUESTED'
                                    """.formatted(order)).isEmpty());
            var paid = town.books.rows(
                    "payment",
                    "select id::text, (amount_fen - refunded_fen)::text from payment where order_id = '" + order
                            + "' and state = 'SUCCEEDED'");
            long kept = paid.values().stream().mapToLong(Long::parseLong).sum();
            var state = town.books
                    .rows("payment", "select 'order', state from merchant_order where order_id = '" + order + "'")
                    .getOrDefault("order", "NONE");
            var reversal = town.books
                    .rows("payment", "select 'reversal', state from reversal where order_id = '" + order + "'")
                    .getOrDefault("reversal", "NONE");
            long right = state.equals("PAID") ? fen : 0;
            boolean known = told.stream().anyMatch(line -> line.endsWith(" SUCCEEDED") && !line.startsWith("reversal"));
            if (kept != right
                    || told.stream().anyMatch(line -> line.startsWith("FAULT"))
                    || (reversal.equals("SUCCEEDED") && kept > 0)
                    || (kept > 0 && !known)) {
                failures.add("seed " + seed + ": order " + state + ", reversal " + reversal + ", kept " + kept + " of "
                        + fen + ", told " + told);
            }
        }
    }
}
