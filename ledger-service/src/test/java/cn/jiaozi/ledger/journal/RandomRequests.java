package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.entry;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.wallet;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
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
    private final List<LedgerRequest> sent = new ArrayList<>();

    RandomRequests(RandomGenerator random, long seed) {
        this.random = random;
        this.seed = "s" + seed;
    }

    LedgerRequest opening() {
        var accounts = new ArrayList<AccountSpec>();
        accounts.add(core(seed));
        for (int i = 0; i < WALLETS; i++) {
            accounts.add(wallet(seed + "-" + i));
            accounts.add(reserve(i));
        }
        return open(StepId.first("test:" + seed, "open"), accounts.toArray(AccountSpec[]::new));
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

    private LedgerRequest next() {
        var request = !sent.isEmpty() && random.nextInt(6) == 0 ? sent.get(random.nextInt(sent.size())) : fresh();
        sent.add(request);
        return request;
    }

    private LedgerRequest fresh() {
        String businessId = "payment:" + seed + "-" + random.nextInt(60);
        int attempt = random.nextInt(10) < 7 ? 1 : random.nextInt(1, 4);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> new LedgerRequest.PostEntry(new StepId(businessId, "post", attempt), spec());
            case 4, 5, 6 -> new LedgerRequest.HoldEntry(new StepId(businessId, "hold", attempt), spec());
            case 7, 8 ->
                new LedgerRequest.CaptureHold(
                        new StepId(businessId, "capture", attempt), StepId.first(businessId, "hold"));
            case 9 ->
                new LedgerRequest.VoidHold(new StepId(businessId, "void", attempt), StepId.first(businessId, "hold"));
            case 10 ->
                new LedgerRequest.ConstrainAccount(
                        new StepId("test:" + seed + "-" + random.nextInt(40), "constrain", attempt),
                        address(),
                        random.nextInt(8) == 0,
                        random.nextInt(8) == 0,
                        random.nextLong(-50, 120),
                        random.nextLong(0, 30));
            default ->
                new LedgerRequest.SetCap(
                        new StepId("test:" + seed + "-" + random.nextInt(40), "cap", attempt),
                        "wallet:" + seed + "-" + random.nextInt(WALLETS),
                        random.nextInt(5) == 0 ? Optional.empty() : Optional.of(random.nextLong(0, 500)),
                        random.nextLong(0, 30));
        };
    }

    private EntrySpec spec() {
        return entry(
                IntStream.range(0, random.nextInt(1, 4)).mapToObj(_ -> leg()).toArray(LegSpec[]::new));
    }

    private LegSpec leg() {
        String debit = address();
        String credit = address();
        while (credit.equals(debit)) {
            credit = address();
        }
        return new LegSpec(debit, credit, random.nextLong(1, 200), random.nextInt(5) == 0);
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
