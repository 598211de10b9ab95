package cn.jiaozi.e2e.faults;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.e2e.Holders.Holder;
import cn.jiaozi.e2e.Holders.Shop;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Callers who pay at a steady rate, whatever happens, and who ask again with the same id until they have a final
/// answer, as a till does that lost a reply. They remember what they were told.
final class Callers {
    private static final int WAIT_SECONDS = 5;
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(500).toNanos();
    private static final int ORDER_EVERY = 3;

    private final Api api;
    private final List<Holder> payers;
    private final List<Holder> payees;
    private final List<Shop> shops;
    private final String run;
    private final AtomicLong acts = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, String> contradictions = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> troubles = new ConcurrentHashMap<>();
    private final AtomicLong since = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong recovered = new AtomicLong();
    private volatile boolean paying;

    Callers(Api api, String run, List<Holder> payers, List<Holder> payees, List<Shop> shops) {
        this.api = api;
        this.run = run;
        this.payers = payers;
        this.payees = payees;
        this.shops = shops;
    }

    /// Begins to pay, on threads of their own, until [#stop].
    void start(double perSecond) {
        paying = true;
        Thread.ofPlatform().name("callers").daemon().start(() -> {
            long began = System.nanoTime();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (long i = 0; paying; i++) {
                    LockSupport.parkNanos(began + (long) (i * 1e9 / perSecond) - System.nanoTime());
                    open.incrementAndGet();
                    threads.execute(() -> {
                        try {
                            pay(acts.incrementAndGet());
                        } finally {
                            open.decrementAndGet();
                        }
                    });
                }
            }
        });
    }

    /// Nothing new is begun; who has begun still asks.
    void stop() {
        paying = false;
    }

    /// How many have no final answer yet.
    long open() {
        return open.get();
    }

    long count() {
        return acts.get();
    }

    /// From now on the first payment counts that begins and succeeds.
    void watch() {
        recovered.set(0);
        since.set(System.nanoTime());
    }

    /// Nanoseconds between [#watch] and the end of the first payment that began after it; 0 as long as there is none.
    long recoveredAfter() {
        return recovered.get();
    }

    /// The outcome by `party/act`, as it was told with 200 or 201.
    Map<String, String> told() {
        return Map.copyOf(told);
    }

    /// Acts that were answered with 202 at least once.
    Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    /// Acts that were answered with a conflict, which nobody has caused.
    Map<String, String> contradictions() {
        return Map.copyOf(contradictions);
    }

    /// What callers met that was no final answer, and how often.
    Map<String, AtomicLong> troubles() {
        return troubles;
    }

    private void pay(long n) {
        long began = System.nanoTime();
        var payer = payers.get((int) (n % payers.size()));
        var act = "%s-%d".formatted(run, n);
        long fen = 1 + n % 97;
        if (n % ORDER_EVERY == 0) {
            var shop = shops.get((int) (n / ORDER_EVERY % shops.size()));
            untilFinal(
                    shop.owner(),
                    "/v1/merchants/" + shop.number() + "/orders/" + act,
                    Map.of("amountFen", fen, "subject", "Tea 茶"));
            ended(began, payer, act, ofOrder(payer, shop, act, fen));
        } else {
            ended(began, payer, act, toPerson(payer, payees.get((int) (n % payees.size())), fen));
        }
    }

    private void ended(long began, Holder payer, String act, Map<String, Object> body) {
        var key = payer.party() + "/" + act;
        var answer = untilFinal(payer, "/v1/payments/" + act, body, key);
        var outcome = answer.outcome();
        if (answer.status() == 409) {
            contradictions.put(key, outcome);
            return;
        }
        told.put(key, outcome);
        long from = since.get();
        if (outcome.equals("SUCCEEDED") && began >= from) {
            recovered.compareAndSet(0, System.nanoTime() - from);
        }
    }

    private Answer untilFinal(Holder holder, String path, Map<String, Object> body, String... keys) {
        while (true) {
            try {
                var answer = api.put(holder.token(), path, body, WAIT_SECONDS);
                if (answer.status() == 200 || answer.status() == 201 || answer.status() == 409) {
                    return answer;
                }
                if (answer.status() == 202) {
                    accepted.addAll(List.of(keys));
                }
                trouble(answer.status() + " " + answer.outcome());
            } catch (UncheckedIOException e) {
                trouble(Objects.requireNonNull(e.getCause()).getClass().getSimpleName());
            }
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
        }
    }

    private void trouble(String what) {
        troubles.computeIfAbsent(what, _ -> new AtomicLong()).incrementAndGet();
    }

    private static Map<String, Object> toPerson(Holder payer, Holder payee, long fen) {
        return Map.of(
                "kind", "P2P", "payerWalletId", payer.walletId(), "payeeWalletId", payee.walletId(), "amountFen", fen);
    }

    private static Map<String, Object> ofOrder(Holder payer, Shop shop, String order, long fen) {
        return Map.of(
                "kind",
                "ORDER",
                "payerWalletId",
                payer.walletId(),
                "merchantNo",
                shop.number(),
                "orderId",
                order,
                "amountFen",
                fen);
    }
}
