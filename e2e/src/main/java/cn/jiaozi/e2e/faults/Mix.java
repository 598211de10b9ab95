package cn.jiaozi.e2e.faults;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Requests of every kind between a few wallets, without end: what is posted and held, what ends it, constraints,
/// further attempts, some that cannot be granted, and now and then one that was sent before, the same or with other
/// content.
final class Mix {
    private static final String OPERATOR = "102";
    private static final String BRANCH = "0200";
    private static final String CLEARING = Addresses.coreClearing("kills");
    private static final int WALLETS = 40;
    private static final long FUNDS_FEN = 20_000;
    private static final int REMEMBERED = 400;

    private final SplittableRandom random;
    private final String run;
    private final List<LedgerRequest> recent = new ArrayList<>();
    private final List<StepId> posted = new ArrayList<>();
    private final List<StepId> held = new ArrayList<>();
    private long number;

    /// @param run stands in every business id
    Mix(long seed, String run) {
        this.random = new SplittableRandom(seed);
        this.run = run;
    }

    /// The accounts, and money on them.
    List<LedgerRequest> opening() {
        var clearing = new AccountSpec(
                CLEARING,
                Subject.CORE_CLEARING,
                OPERATOR,
                BRANCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var wallets = IntStream.range(0, WALLETS).mapToObj(Mix::account);
        var legs = IntStream.range(0, WALLETS)
                .mapToObj(wallet -> new LegSpec(CLEARING, address(wallet), FUNDS_FEN, false))
                .toList();
        return List.of(
                new LedgerRequest.OpenAccounts(
                        StepId.first(newId(), "open"),
                        Stream.concat(Stream.of(clearing), wallets).toList()),
                new LedgerRequest.PostEntry(StepId.first(newId(), "post"), entry(legs)));
    }

    LedgerRequest next() {
        var request = random.nextInt(7) == 0 && !recent.isEmpty() ? any(recent) : fresh();
        remember(recent, request);
        return request;
    }

    private LedgerRequest fresh() {
        return switch (random.nextInt(24)) {
            case 0, 1, 2 -> post(entry(List.of(upTo(), leg(random.nextLong(1, 50)))));
            case 3, 4, 5, 6 -> hold();
            case 7, 8, 9 -> ended((hold, id) -> new LedgerRequest.CaptureHold(id, hold, amount()), "capture");
            case 10 -> ended((hold, id) -> new LedgerRequest.VoidHold(id, hold), "void");
            case 11, 12 -> reversed();
            case 13 -> constrained();
            case 14 ->
                new LedgerRequest.SetCap(
                        StepId.first(newId(), "cap"),
                        Addresses.walletGroup(walletId(random.nextInt(WALLETS))),
                        Optional.of(random.nextLong(FUNDS_FEN / 2, 3 * FUNDS_FEN)),
                        number);
            case 15 -> again(1);
            case 16 -> again(0);
            default -> post(entry(List.of(leg(random.nextInt(20) == 0 ? FUNDS_FEN : random.nextLong(1, 500)))));
        };
    }

    private LedgerRequest post(EntrySpec entry) {
        var request = new LedgerRequest.PostEntry(StepId.first(newId(), "post"), entry);
        remember(posted, request.id());
        return request;
    }

    private LedgerRequest hold() {
        var until = random.nextInt(4) == 0
                ? Optional.of(now().plusMillis(random.nextLong(500, 4_000)))
                : Optional.<Instant>empty();
        var request = new LedgerRequest.HoldEntry(
                StepId.first(newId(), "hold"), entry(List.of(leg(random.nextLong(1, 300)))), until);
        remember(held, request.id());
        return request;
    }

    private LedgerRequest ended(BiFunction<StepId, StepId, LedgerRequest> end, String step) {
        if (held.isEmpty()) {
            return hold();
        }
        var hold = mostlyOnce(held);
        return end.apply(hold, StepId.first(hold.businessId(), step));
    }

    private Optional<List<Long>> amount() {
        return random.nextInt(3) == 0 ? Optional.of(List.of(random.nextLong(1, 200))) : Optional.empty();
    }

    private LedgerRequest reversed() {
        if (posted.isEmpty()) {
            return hold();
        }
        var entry = mostlyOnce(posted);
        var now = now();
        return new LedgerRequest.ReverseEntry(StepId.first(entry.businessId(), "reverse"), entry, now, now);
    }

    private LedgerRequest constrained() {
        return new LedgerRequest.ConstrainAccount(
                StepId.first(newId(), "constrain"),
                address(random.nextInt(WALLETS)),
                random.nextInt(10) == 0,
                random.nextInt(10) == 0,
                random.nextLong(0, 200),
                Optional.of(random.nextLong(FUNDS_FEN / 2, 3 * FUNDS_FEN)),
                number);
    }

    /// The next attempt of something that was sent, or the same attempt with other content.
    private LedgerRequest again(int later) {
        if (posted.isEmpty()) {
            return hold();
        }
        var id = any(posted);
        return new LedgerRequest.PostEntry(
                new StepId(id.businessId(), id.step(), id.attempt() + later),
                entry(List.of(leg(random.nextLong(1, 500)))));
    }

    private LegSpec leg(long amountFen) {
        int from = random.nextInt(WALLETS);
        int to = (from + random.nextInt(1, WALLETS)) % WALLETS;
        return new LegSpec(address(from), address(to), amountFen, false);
    }

    private LegSpec upTo() {
        var leg = leg(random.nextLong(1, FUNDS_FEN));
        return new LegSpec(
                leg.debit(),
                leg.credit(),
                leg.amountFen(),
                Optional.of(new UpTo(random.nextLong(0, FUNDS_FEN), random.nextLong(0, 5))),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private StepId mostlyOnce(List<StepId> list) {
        int place = random.nextInt(list.size());
        return random.nextInt(8) == 0 ? list.get(place) : list.remove(place);
    }

    private static <T> void remember(List<T> list, T item) {
        list.add(item);
        if (list.size() > REMEMBERED) {
            list.removeFirst();
        }
    }

    private String newId() {
        return "kill:%s-%d".formatted(run, ++number);
    }

    private static EntrySpec entry(List<LegSpec> legs) {
        var now = now();
        return new EntrySpec(TxType.P2P, OPERATOR, OPERATOR, BRANCH, legs, List.of(), now, now, Optional.empty());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static AccountSpec account(int wallet) {
        return new AccountSpec(
                address(wallet),
                Subject.WALLET,
                OPERATOR,
                BRANCH,
                Optional.of("party-" + wallet),
                Optional.of(0L),
                Optional.of(Addresses.walletGroup(walletId(wallet))));
    }

    private static String address(int wallet) {
        return Addresses.wallet(walletId(wallet));
    }

    private static String walletId(int wallet) {
        return "kills-%03d".formatted(wallet);
    }
}
