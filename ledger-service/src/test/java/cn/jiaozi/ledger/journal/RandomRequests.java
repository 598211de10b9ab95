package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.entry;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.wallet;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.ledger.LedgerFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Requests of every kind over few accounts and few ids, so that repeats, conflicts, attempts and every rejection come
/// up by themselves. Names carry the seed: many seeds share one database.
final class RandomRequests {
    private static final int WALLETS = 5;

    private final RandomGenerator random;
    private final String seed;
    private final Instant minute;
    private final List<LedgerRequest> sent = new ArrayList<>();

    /// @param minute in which every hold expires that has a time
    RandomRequests(RandomGenerator random, long seed, Instant minute) {
        this.random = random;
        this.minute = minute;
        this.seed = "s" + seed;
    }

    List<LedgerRequest> opening() {
        var opening = new ArrayList<LedgerRequest>();
        opening.add(open(StepId.first("test:" + seed, "open"), core(seed)));
        for (int i = 0; i < WALLETS; i++) {
            opening.add(open(StepId.first("test:" + seed + ":" + i, "open"), wallet(seed + "-" + i), reserve(i)));
        }
        return opening;
    }

    private AccountSpec reserve(int wallet) {
        return new AccountSpec(
                "wallet:" + seed + "-" + wallet + ":reserve",
                Subject.WALLET,
                "102",
                "0200",
                Optional.empty(),
                Optional.of(0L),
                Optional.of("wallet:" + seed + "-" + wallet));
    }

    List<LedgerRequest> batch() {
        return IntStream.range(0, random.nextInt(1, 20)).mapToObj(_ -> next()).toList();
    }

    /// What Kafka delivers once more: a batch or a part of it, or some of all that was sent, in any order.
    List<LedgerRequest> again(List<LedgerRequest> batch) {
        if (random.nextBoolean()) {
            int from = random.nextInt(batch.size());
            return batch.subList(from, random.nextInt(from, batch.size()) + 1);
        }
        return IntStream.range(0, random.nextInt(1, 20))
                .mapToObj(_ -> sent.get(random.nextInt(sent.size())))
                .toList();
    }

    /// Whether something happens now that happens once in so many times.
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private LedgerRequest next() {
        var request = !sent.isEmpty() && random.nextInt(6) == 0 ? sent.get(random.nextInt(sent.size())) : fresh();
        sent.add(request);
        return request;
    }

    private LedgerRequest fresh() {
        String businessId = "payment:" + seed + "-" + random.nextInt(60);
        int attempt = random.nextInt(10) < 7 ? 1 : random.nextInt(1, 4);
        return switch (random.nextInt(17)) {
            case 0, 1, 2, 3 -> new LedgerRequest.PostEntry(new StepId(businessId, "post", attempt), spec());
            case 4, 5, 6 ->
                new LedgerRequest.HoldEntry(
                        new StepId(businessId, "hold", attempt),
                        spec(),
                        random.nextInt(3) == 0 ? Optional.of(moment()) : Optional.empty());
            case 7, 8 ->
                new LedgerRequest.CaptureHold(
                        new StepId(businessId, "capture", attempt), StepId.first(businessId, "hold"), amounts());
            case 9 ->
                new LedgerRequest.VoidHold(new StepId(businessId, "void", attempt), StepId.first(businessId, "hold"));
            case 10 ->
                new LedgerRequest.ConstrainAccount(
                        new StepId("test:" + seed + "-" + random.nextInt(40), "constrain", attempt),
                        address(),
                        random.nextInt(8) == 0,
                        random.nextInt(8) == 0,
                        random.nextLong(-50, 120),
                        random.nextInt(4) == 0 ? Optional.of(random.nextLong(0, 500)) : Optional.empty(),
                        random.nextLong(0, 30));
            case 11 ->
                new LedgerRequest.ExpireHold(
                        new StepId(businessId, "expire", attempt), StepId.first(businessId, "hold"));
            case 12, 13 ->
                new LedgerRequest.ReverseEntry(
                        new StepId(businessId, "reverse", attempt),
                        StepId.first(businessId, step()),
                        LedgerFixture.NOON,
                        LedgerFixture.NOON);
            case 14 ->
                new LedgerRequest.CloseAccount(
                        new StepId("test:" + seed + "-" + random.nextInt(40), "close", attempt),
                        "wallet:" + seed + "-" + random.nextInt(WALLETS) + ":reserve");
            default ->
                new LedgerRequest.SetCap(
                        new StepId("test:" + seed + "-" + random.nextInt(40), "cap", attempt),
                        "wallet:" + seed + "-" + random.nextInt(WALLETS),
                        random.nextInt(5) == 0 ? Optional.empty() : Optional.of(random.nextLong(0, 500)),
                        random.nextLong(0, 30));
        };
    }

    Instant moment() {
        return minute.plusSeconds(random.nextInt(60));
    }

    private String step() {
        return List.of("post", "post", "capture", "hold", "reverse").get(random.nextInt(5));
    }

    private Optional<List<Long>> amounts() {
        return random.nextInt(2) == 0
                ? Optional.empty()
                : Optional.of(IntStream.range(0, random.nextInt(1, 4))
                        .mapToObj(_ -> random.nextLong(0, 60))
                        .toList());
    }

    private EntrySpec spec() {
        var legs = new ArrayList<LegSpec>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            legs.add(leg(legs));
        }
        return entry(legs.toArray(LegSpec[]::new));
    }

    private LegSpec leg(List<LegSpec> before) {
        String debit = address();
        String credit = otherThan(debit);
        boolean rest = !before.isEmpty() && before.getLast().upTo().isPresent() && random.nextInt(3) > 0;
        return new LegSpec(
                debit,
                credit,
                rest ? before.getLast().amountFen() : random.nextLong(1, 200),
                random.nextInt(4) == 0
                        ? Optional.of(new UpTo(random.nextLong(0, 50), random.nextLong(0, 50)))
                        : Optional.empty(),
                rest ? Optional.of(before.size()) : Optional.empty(),
                random.nextInt(4) == 0 ? Optional.of(otherThan(debit)) : Optional.empty(),
                random.nextInt(5) == 0);
    }

    private String otherThan(String debit) {
        String other = address();
        while (other.equals(debit)) {
            other = address();
        }
        return other;
    }

    private String address() {
        int wallet = random.nextInt(WALLETS);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> "core:" + seed + ":clearing";
            case 4, 5 -> "wallet:" + seed + "-" + wallet + ":reserve";
            case 6 -> random.nextInt(4) == 0 ? "wallet:nobody:available" : "core:" + seed + ":clearing";
            default -> "wallet:" + seed + "-" + wallet + ":available";
        };
    }
}
