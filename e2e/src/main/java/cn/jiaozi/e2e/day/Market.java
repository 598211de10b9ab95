package cn.jiaozi.e2e.day;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.e2e.Holders;
import cn.jiaozi.e2e.Holders.Holder;
import cn.jiaozi.e2e.Holders.Shop;
import cn.jiaozi.e2e.Till;
import cn.jiaozi.local.Running;
import cn.jiaozi.sdk.key.Curve;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;

/// Merchants and their customers, who buy, bring back and are paid out, day after day, as the seed says.
/// One of them has a second store with a wallet of its own.
final class Market {
    private static final int CUSTOMERS = 4;
    private static final int SHOPS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Api api;
    private final Random random;
    private final String run;
    private final String clerk;
    private final String other;
    private final List<Holder> customers;
    private final List<Shop> shops;
    private final List<Place> places;
    private final List<Sale> sales = new ArrayList<>();
    private int acts;

    private record Place(Shop shop, String storeNo) {}

    /// @param leftFen what of it was not brought back
    private record Sale(String paymentId, Shop shop, long leftFen) {}

    Market(Running suite, Api api, String run, long seed) {
        this.api = api;
        this.random = new Random(seed);
        this.run = run;
        this.clerk = suite.tokens().token("market-clerk", "OPERATOR");
        this.other = suite.tokens().token("market-second", "OPERATOR");
        var holders = new Holders(suite, api, run);
        customers = Holders.together(CUSTOMERS, holders::payer);
        shops = Holders.together(SHOPS, n -> holders.shop(CUSTOMERS + n));
        places = Holders.together(
                SHOPS + 1,
                n -> n < SHOPS
                        ? new Place(
                                shops.get(n),
                                Till.activated(
                                                api,
                                                shops.get(n).owner().token(),
                                                shops.get(n).number(),
                                                run + "-till-" + n,
                                                Curve.P256)
                                        .storeNo())
                        : new Place(
                                shops.getFirst(),
                                holders.storeWithAWallet(shops.getFirst(), CUSTOMERS, CUSTOMERS + n)));
    }

    List<Shop> shops() {
        return shops;
    }

    /// Holidays in the second week, fees that change in the middle, and a plan of payouts for each shop but
    /// the last, which asks when it wants to.
    void agree(LocalDate first, int days) {
        for (int year = first.getYear(); year <= first.plusDays(days).getYear(); year++) {
            int of = year;
            var holidays = first.plusDays(9)
                    .datesUntil(first.plusDays(14))
                    .filter(day -> day.getYear() == of && day.getDayOfWeek().getValue() < 6)
                    .map(day -> Map.of("date", day.toString(), "workday", false, "name", "节日"))
                    .toList();
            done(api.put(clerk, "/v1/calendars/" + of, Map.of("versionId", run + "-" + of, "days", holidays)));
        }
        var middle = first.plusDays(Math.max(2, days / 2));
        fees(
                0,
                first.plusDays(1),
                Map.of("rateBp", 38, "perTransactionFen", 0, "refundPolicy", "RETURN_PROPORTIONALLY"));
        fees(0, middle, Map.of("rateBp", 60, "capFen", 8, "perTransactionFen", 1, "refundPolicy", "KEEP"));
        fees(
                1,
                first.plusDays(1),
                Map.of("rateBp", 0, "perTransactionFen", 1, "refundPolicy", "RETURN_PROPORTIONALLY"));
        payouts(0, first, Map.of("schedule", "T1"));
        payouts(1, first, Map.of("schedule", "WEEKLY", "dayOfWeek", "FRIDAY", "keepFen", 500, "minimumFen", 1000));
        payouts(2, first, Map.of("schedule", "MONTHLY", "dayOfMonth", 31, "keepFen", 100));
    }

    private void fees(int shop, LocalDate on, Map<String, Object> terms) {
        String path = "/v1/merchants/" + shops.get(shop).number() + "/fee-plans/" + on;
        var proposed = done(api.put(clerk, path, terms));
        done(api.put(other, path + "/approval", Map.of("planId", proposed.text("planId"))));
    }

    private void payouts(int shop, LocalDate on, Map<String, Object> terms) {
        done(api.put(clerk, "/v1/merchants/" + shops.get(shop).number() + "/payout-plans/" + on, terms));
    }

    /// Some of earlier sales brought back before anything is sold, when wallets are empty from the night's
    /// payouts; some sales at each shop; and now and then a payout that was asked for.
    void trade() {
        for (int n = random.nextInt(3); n > 0 && !sales.isEmpty(); n--) {
            bringBack(random.nextInt(sales.size()));
        }
        for (var place : places) {
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                buy(place, 1 + random.nextInt(3000));
            }
        }
        if (random.nextInt(3) == 0) {
            var shop = shops.getLast();
            done(api.put(
                    shop.owner().token(), "/v1/merchants/" + shop.number() + "/payouts/" + id("payout"), Map.of()));
        }
    }

    private void buy(Place place, long fen) {
        var customer = customers.get(random.nextInt(CUSTOMERS));
        String id = id("buy");
        // A shop that was registered a moment ago is known to all services a moment later.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.put(
                                customer.token(),
                                "/v1/payments/" + id,
                                Map.of(
                                        "kind",
                                        "STORE",
                                        "payerWalletId",
                                        customer.walletId(),
                                        "merchantNo",
                                        place.shop().number(),
                                        "storeNo",
                                        place.storeNo(),
                                        "amountFen",
                                        fen))
                        .text("state")
                        .equals("SUCCEEDED"));
        String paymentId = api.get(customer.token(), "/v1/payments/" + id).text("paymentId");
        sales.add(new Sale(paymentId, place.shop(), fen));
    }

    /// What the wallet cannot pay, the bank advances.
    private void bringBack(int number) {
        var sale = sales.remove(number);
        long fen = random.nextBoolean() ? sale.leftFen() : 1 + random.nextLong(sale.leftFen());
        var answer = api.put(
                sale.shop().owner().token(),
                "/v1/payments/" + sale.paymentId() + "/refunds/" + id("refund"),
                Map.of("amountFen", fen));
        if (answer.text("state").equals("SUCCEEDED") && fen < sale.leftFen()) {
            sales.add(new Sale(sale.paymentId(), sale.shop(), sale.leftFen() - fen));
        }
    }

    /// Business ids of payouts of a day that the bank has paid.
    List<String> paid(LocalDate dueOn) {
        var found = new ArrayList<String>();
        for (var shop : shops) {
            api.get(clerk, "/v1/merchants/" + shop.number() + "/payouts?limit=200&dueOn=" + dueOn)
                    .body()
                    .path("payouts")
                    .forEach(payout -> {
                        if (payout.path("state").asString().equals("PAID")) {
                            found.add(shop.number() + "/payouts/"
                                    + payout.path("payoutId").asString());
                        }
                    });
        }
        return found;
    }

    /// @param payout one of [#paid]
    boolean isReturned(String payout) {
        return api.get(clerk, "/v1/merchants/" + payout).text("state").equals("RETURNED");
    }

    private String id(String what) {
        acts++;
        return run + "-" + what + "-" + acts;
    }

    private static Answer done(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new Door.Refused("It was answered " + answer.status() + " " + answer.body());
        }
        return answer;
    }
}
