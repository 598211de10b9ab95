package cn.jiaozi.e2e.offline;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Holders;
import cn.jiaozi.e2e.Till;
import cn.jiaozi.local.Running;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.upload.Batch;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// Purses and tills of a benchmark, each with a key of its own. Every purse pays at one till at a time, another one
/// each time.
public final class Crowd implements AutoCloseable {
    private static final int PURSES_OF_ONE = 3;
    private static final int TILLS_OF_A_SHOP = 10;
    private static final long LOAD_FEN = 100_000;
    private static final int UPLOADERS = 8;
    /// The chip counts them in one byte.
    static final int MOST_PAYMENTS = 255;

    private static final ZoneId BANK = ZoneId.of("Asia/Shanghai");

    private final Running suite;
    private final Api api;
    private final String run;
    private final List<OfflinePurse> purses;
    private final List<OfflineTill> tills;
    private final int list;

    /// @param till its number
    public record Upload(int till, String id, Batch batch) {}

    /// @param run names everybody of this run
    public Crowd(Running suite, Api api, String run, int purses, int tills) {
        this.suite = suite;
        this.api = api;
        this.run = run;
        int people = Math.ceilDiv(purses, PURSES_OF_ONE);
        allow(suite.token(run, "OPERATOR"));
        System.out.printf(
                "Issuing and loading %d purses of %d people, and certifying %d tills%n", purses, people, tills);
        var holders = new Holders(suite, api, run);
        var owners = Holders.together(people, holders::payer);
        this.purses = Holders.together(
                purses, n -> OfflinePurse.loaded(api, owners.get(n / PURSES_OF_ONE), run + "-purse-" + n, LOAD_FEN));
        this.tills = tills(holders, people, tills);
        this.list = (int) OfflinePurse.made(api.get(owners.getFirst().token(), "/v1/revocation-list"))
                .number("number");
    }

    List<OfflineTill> tills() {
        return tills;
    }

    /// Vouchers of all purses, by till.
    ///
    /// @param together payments of a purse
    public List<List<Batch.Item>> pay(int together) {
        int turn = ThreadLocalRandom.current().nextInt(tills.size());
        return IntStream.range(0, tills.size())
                .parallel()
                .mapToObj(till -> IntStream.range(0, purses.size())
                        .filter(n -> (n + turn) % tills.size() == till)
                        .boxed()
                        .flatMap(n -> IntStream.range(0, together)
                                .mapToObj(_ -> tills.get(till).take(purses.get(n), 10 + n % 90, list)))
                        .toList())
                .toList();
    }

    public Batch batch(int till, List<Batch.Item> items) {
        return tills.get(till).batch(items);
    }

    /// Some at a time. Throws [java.util.concurrent.CompletionException] when the gateway does not take one.
    public void upload(List<Upload> uploads) {
        try (var threads = Executors.newFixedThreadPool(UPLOADERS)) {
            var all = uploads.stream()
                    .map(each -> CompletableFuture.runAsync(() -> upload(each), threads))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
    }

    private void upload(Upload each) {
        var reply = tills.get(each.till()).upload(each.id(), each.batch());
        if (reply.status() / 100 != 2) {
            throw new IllegalStateException("Status " + reply.status() + " for the batch " + each.id());
        }
    }

    /// A chip makes twenty payments between two visits to the bank, which are too few for this.
    private void allow(String operator) {
        long muchFen = 1_000 * LOAD_FEN;
        OfflinePurse.made(api.put(
                operator,
                "/v1/purse-limit-policies/LINKED/" + LocalDate.now(BANK),
                Map.of(
                        "balanceFen", LOAD_FEN,
                        "singleFen", LOAD_FEN,
                        "singleWithPinFen", LOAD_FEN,
                        "payments", MOST_PAYMENTS,
                        "totalFen", muchFen,
                        "poweredOffPayments", MOST_PAYMENTS,
                        "poweredOffFen", muchFen)));
    }

    private List<OfflineTill> tills(Holders holders, int first, int count) {
        var shops = Holders.together(Math.ceilDiv(count, TILLS_OF_A_SHOP), n -> holders.shop(first + n));
        var keys = IntStream.range(0, count)
                .mapToObj(_ -> SigningKey.generate(Curve.SM2))
                .toList();
        var activated = Holders.together(count, n -> {
            var shop = shops.get(n / TILLS_OF_A_SHOP);
            return Till.activated(api, shop.owner().token(), shop.number(), id(n), keys.get(n));
        });
        return Holders.together(
                count, n -> OfflineTill.certified(api, suite.gateway(), activated.get(n), keys.get(n), id(n)));
    }

    private String id(int till) {
        return run + "-till-" + till;
    }

    @Override
    public void close() {
        tills.forEach(OfflineTill::close);
    }
}
