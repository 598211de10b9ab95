package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject.Side;
import cn.jiaozi.ledger.LedgerFixture;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a ledger is, told as simply as it can be: one request at a time, everything recomputed from the list of legs
/// that have happened. It shares no code with the journal.
final class NaiveLedger {
    private record Moved(String debit, String credit, BigInteger amount, boolean pending, StepId hold) {}

    private record Rule(
            boolean debitFrozen,
            boolean creditFrozen,
            BigInteger floor,
            @Nullable BigInteger cap,
            long version) {}

    private final Predicate<String> keeps;
    private final Map<String, AccountSpec> accounts = new LinkedHashMap<>();
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, BigInteger> caps = new HashMap<>();
    private final Map<String, Long> capVersions = new HashMap<>();
    private final Map<StepId, LedgerRequest> asked = new HashMap<>();
    private final Map<StepId, String> answers = new HashMap<>();
    private final Map<StepId, String> holds = new HashMap<>();
    private final Map<StepId, Instant> until = new HashMap<>();
    private final Map<StepId, List<LegSpec>> legs = new HashMap<>();
    private final Set<StepId> reversible = new HashSet<>();
    private final Set<StepId> reversed = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    private Instant now = LedgerFixture.NOON;
    private List<Moved> moved = new ArrayList<>();

    /// @param keeps whether an account or a cap group lies on this shard
    NaiveLedger(Predicate<String> keeps) {
        this.keeps = keeps;
    }

    void at(Instant moment) {
        now = moment;
    }

    String say(LedgerRequest request) {
        var id = request.id();
        if (asked.containsKey(id)) {
            return request.equals(asked.get(id)) ? requireNonNull(answers.get(id)) : "conflict";
        }
        boolean done = answers.entrySet().stream()
                .filter(other -> other.getKey().businessId().equals(id.businessId()))
                .filter(other -> other.getKey().step().equals(id.step()))
                .anyMatch(other -> Character.isLowerCase(other.getValue().charAt(0)));
        if (!done && id.attempt() > 1 && !asked.containsKey(new StepId(id.businessId(), id.step(), id.attempt() - 1))) {
            return "ATTEMPT_OUT_OF_ORDER";
        }
        String answer = done ? "ALREADY_POSTED" : decide(request);
        asked.put(id, request);
        answers.put(id, answer);
        return answer;
    }

    private String decide(LedgerRequest request) {
        return switch (request) {
            case LedgerRequest.OpenAccounts open -> {
                if (open.accounts().stream()
                        .anyMatch(spec -> !keeps.test(spec.address())
                                || spec.group().filter(keeps.negate()).isPresent())) {
                    yield "ACCOUNT_ON_OTHER_SHARD";
                }
                open.accounts().forEach(spec -> accounts.putIfAbsent(spec.address(), spec));
                yield "opened";
            }
            case LedgerRequest.ConstrainAccount rule -> {
                if (!accounts.containsKey(rule.address())) {
                    yield missing(rule.address());
                }
                if (closed.contains(rule.address())) {
                    yield "ACCOUNT_CLOSED";
                }
                var old = rules.get(rule.address());
                if (old == null || rule.version() > old.version()) {
                    rules.put(
                            rule.address(),
                            new Rule(
                                    rule.debitFrozen(),
                                    rule.creditFrozen(),
                                    BigInteger.valueOf(rule.floorFen()),
                                    rule.capFen().map(BigInteger::valueOf).orElse(null),
                                    rule.version()));
                }
                yield "constrained";
            }
            case LedgerRequest.CloseAccount close -> {
                String address = close.address();
                if (!accounts.containsKey(address)) {
                    yield missing(address);
                }
                if (closed.contains(address)) {
                    yield "ACCOUNT_CLOSED";
                }
                if (balanceFen(address) != 0
                        || moved.stream()
                                .anyMatch(leg -> leg.pending()
                                        && (leg.debit().equals(address)
                                                || leg.credit().equals(address)))) {
                    yield "ACCOUNT_NOT_EMPTY";
                }
                closed.add(address);
                yield "closed";
            }
            case LedgerRequest.SetCap cap -> {
                if (!keeps.test(cap.group())) {
                    yield "ACCOUNT_ON_OTHER_SHARD";
                }
                if (cap.version() > capVersions.getOrDefault(cap.group(), -1L)) {
                    capVersions.put(cap.group(), cap.version());
                    caps.remove(cap.group());
                    cap.capFen().ifPresent(fen -> caps.put(cap.group(), BigInteger.valueOf(fen)));
                }
                yield "constrained";
            }
            case LedgerRequest.PostEntry post -> enter(post.id(), post.entry(), false);
            case LedgerRequest.HoldEntry hold -> {
                String answer = enter(hold.id(), hold.entry(), true);
                hold.expiresAt().filter(_ -> answer.equals("held")).ifPresent(at -> until.put(hold.id(), at));
                yield answer;
            }
            case LedgerRequest.CaptureHold capture -> {
                String answer = end(capture.hold(), "captured", capture.amountsFen());
                if (answer.equals("captured")) {
                    post(capture.id(), captured(capture));
                }
                yield answer;
            }
            case LedgerRequest.VoidHold release -> end(release.hold(), "voided", Optional.empty());
            case LedgerRequest.ExpireHold expire -> end(expire.hold(), "expired", Optional.empty());
            case LedgerRequest.ReverseEntry reverse -> reverse(reverse);
        };
    }

    private List<LegSpec> captured(LedgerRequest.CaptureHold capture) {
        var all = requireNonNull(legs.get(capture.hold()));
        var some = new ArrayList<LegSpec>();
        for (int i = 0; i < all.size(); i++) {
            long amount = capture.amountsFen().isPresent()
                    ? capture.amountsFen().get().get(i)
                    : all.get(i).amountFen();
            if (amount > 0) {
                some.add(plain(all.get(i).debit(), all.get(i).credit(), amount, true));
            }
        }
        return some;
    }

    private void post(StepId id, List<LegSpec> done) {
        done.forEach(leg -> moved.add(leg(leg, false, id)));
        legs.put(id, done);
        reversible.add(id);
    }

    private String end(StepId hold, String ended, Optional<List<Long>> amounts) {
        if (!holds.containsKey(hold)) {
            return "HOLD_NOT_FOUND";
        }
        if (!holds.get(hold).equals("pending")) {
            return "HOLD_NOT_PENDING";
        }
        boolean over =
                until.containsKey(hold) && requireNonNull(until.get(hold)).isBefore(now);
        if (ended.equals("captured") && over) {
            return "HOLD_EXPIRED";
        }
        if (ended.equals("expired") && !over) {
            return "HOLD_NOT_DUE";
        }
        var all = requireNonNull(legs.get(hold));
        if (amounts.isPresent()
                && (amounts.get().size() != all.size()
                        || amounts.get().stream().allMatch(amount -> amount == 0)
                        || IntStream.range(0, all.size())
                                .anyMatch(i -> amounts.get().get(i) < 0
                                        || amounts.get().get(i) > all.get(i).amountFen()))) {
            return "HOLD_AMOUNT_INVALID";
        }
        holds.put(hold, ended);
        moved.removeIf(leg -> leg.pending() && leg.hold().equals(hold));
        return ended;
    }

    private String reverse(LedgerRequest.ReverseEntry request) {
        if (!legs.containsKey(request.entry())) {
            return "ENTRY_NOT_FOUND";
        }
        if (!reversible.contains(request.entry())) {
            return "ENTRY_NOT_REVERSIBLE";
        }
        if (reversed.contains(request.entry())) {
            return "ENTRY_REVERSED";
        }
        var back = requireNonNull(legs.get(request.entry())).reversed().stream()
                .map(leg -> plain(leg.credit(), leg.debit(), leg.amountFen(), true))
                .toList();
        String answer = move(request.id(), back, false);
        if (answer.isEmpty()) {
            reversed.add(request.entry());
            reversible.remove(request.id());
            return "reversed";
        }
        return answer;
    }

    private static LegSpec plain(String debit, String credit, long amountFen, boolean mayExceedCap) {
        return new LegSpec(debit, credit, amountFen, mayExceedCap);
    }

    private static Moved leg(LegSpec leg, boolean pending, StepId id) {
        return new Moved(leg.debit(), leg.credit(), BigInteger.valueOf(leg.amountFen()), pending, id);
    }

    private String missing(String address) {
        return keeps.test(address) ? "ACCOUNT_NOT_FOUND" : "ACCOUNT_ON_OTHER_SHARD";
    }

    private String enter(StepId id, EntrySpec entry, boolean pending) {
        for (var leg : entry.legs()) {
            if (!keeps.test(leg.debit())
                    || !keeps.test(leg.credit())
                    || leg.elseTo().filter(keeps.negate()).isPresent()) {
                return "ACCOUNT_ON_OTHER_SHARD";
            }
        }
        for (var leg : entry.legs()) {
            if (!accounts.containsKey(leg.debit())
                    || !accounts.containsKey(leg.credit())
                    || leg.elseTo()
                            .filter(other -> !accounts.containsKey(other))
                            .isPresent()) {
                return "ACCOUNT_NOT_FOUND";
            }
        }
        String refusal = move(id, entry.legs(), pending);
        if (!refusal.isEmpty()) {
            return refusal;
        }
        if (pending) {
            holds.put(id, "pending");
            reversible.remove(id);
        }
        return pending ? "held" : "posted";
    }

    private String taker(LegSpec leg) {
        return leg.elseTo().filter(_ -> closed.contains(leg.credit())).orElse(leg.credit());
    }

    /// Nothing where the legs were moved, and why they cannot be otherwise.
    private String move(StepId id, List<LegSpec> specs, boolean pending) {
        if (specs.stream().anyMatch(leg -> closed.contains(leg.debit()) || closed.contains(taker(leg)))) {
            return "ACCOUNT_CLOSED";
        }
        if (specs.stream().map(leg -> rules.get(leg.debit())).anyMatch(rule -> rule != null && rule.debitFrozen())) {
            return "DEBIT_FROZEN";
        }
        if (specs.stream().map(leg -> rules.get(taker(leg))).anyMatch(rule -> rule != null && rule.creditFrozen())) {
            return "CREDIT_FROZEN";
        }
        var before = List.copyOf(moved);
        var done = new ArrayList<LegSpec>();
        var left = new ArrayList<BigInteger>();
        for (var spec : specs) {
            var wanted =
                    spec.restOf().map(of -> left.get(of - 1)).orElseGet(() -> BigInteger.valueOf(spec.amountFen()));
            var amount = spec.upTo().isPresent() ? wanted.min(spare(spec)) : wanted;
            if (spec.upTo()
                    .filter(upTo -> amount.compareTo(wanted.min(BigInteger.valueOf(upTo.atLeastFen()))) < 0)
                    .isPresent()) {
                moved = new ArrayList<>(before);
                return "INSUFFICIENT_FUNDS";
            }
            left.add(wanted.subtract(amount));
            if (amount.signum() == 0) {
                continue;
            }
            var leg = plain(spec.debit(), taker(spec), amount.longValueExact(), spec.mayExceedCap());
            var countedBefore = new HashMap<String, BigInteger>();
            for (String address : List.of(leg.debit(), leg.credit())) {
                spec(address)
                        .group()
                        .filter(caps::containsKey)
                        .ifPresent(group -> countedBefore.put(group, counted(group)));
                countedBefore.put(address, stands(address, true, false));
            }
            moved.add(leg(leg, pending, id));
            done.add(leg);
            String refusal = refusal(leg, countedBefore);
            if (!refusal.isEmpty()) {
                moved = new ArrayList<>(before);
                return refusal;
            }
        }
        if (done.isEmpty()) {
            return "INSUFFICIENT_FUNDS";
        }
        legs.put(id, done);
        reversible.add(id);
        return "";
    }

    /// What may go before the floor, or what has to be left, is reached.
    private BigInteger spare(LegSpec leg) {
        var keep = BigInteger.valueOf(leg.upTo().orElseThrow().leaveFen());
        if (spec(leg.debit()).subject().side() == Side.DEBIT) {
            var cap = cap(leg.debit());
            return cap == null
                    ? BigInteger.valueOf(Long.MAX_VALUE)
                    : cap.subtract(keep)
                            .subtract(stands(leg.debit(), true, false))
                            .max(BigInteger.ZERO);
        }
        var floor = floor(leg.debit());
        return stands(leg.debit(), false, true)
                .subtract(floor == null ? keep : floor.max(keep))
                .max(BigInteger.ZERO);
    }

    private String refusal(LegSpec leg, Map<String, BigInteger> capsBefore) {
        for (String address : List.of(leg.debit(), leg.credit())) {
            boolean lowers = (spec(address).subject().side() == Side.CREDIT) == address.equals(leg.debit());
            var floor = floor(address);
            if (lowers && floor != null && stands(address, false, true).compareTo(floor) < 0) {
                return "INSUFFICIENT_FUNDS";
            }
            // What stands on debits gives as far as its cap.
            var most = lowers || address.equals(leg.credit()) ? null : cap(address);
            if (most != null && stands(address, true, false).compareTo(most) > 0) {
                return "INSUFFICIENT_FUNDS";
            }
        }
        for (String address : List.of(leg.debit(), leg.credit())) {
            var cap = spec(address).group().map(caps::get);
            if (cap.isPresent() && !leg.mayExceedCap()) {
                String group = spec(address).group().orElseThrow();
                var now = counted(group);
                if (now.compareTo(cap.get()) > 0 && now.compareTo(capsBefore.get(group)) > 0) {
                    return "BALANCE_CAP_EXCEEDED";
                }
            }
        }
        for (String address : List.of(leg.debit(), leg.credit())) {
            var most = cap(address);
            var now = stands(address, true, false);
            if (!leg.mayExceedCap()
                    && most != null
                    && now.compareTo(most) > 0
                    && now.compareTo(capsBefore.get(address)) > 0) {
                return "BALANCE_CAP_EXCEEDED";
            }
        }
        return "";
    }

    private @Nullable BigInteger cap(String address) {
        var rule = rules.get(address);
        return rule != null
                ? rule.cap()
                : spec(address).capFen().map(BigInteger::valueOf).orElse(null);
    }

    private @Nullable BigInteger floor(String address) {
        var rule = rules.get(address);
        return rule != null
                ? rule.floor()
                : spec(address).floorFen().map(BigInteger::valueOf).orElse(null);
    }

    private BigInteger counted(String group) {
        return accounts.values().stream()
                .filter(spec -> spec.group().equals(Optional.of(group)))
                .map(spec -> stands(spec.address(), true, false))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private AccountSpec spec(String address) {
        return requireNonNull(accounts.get(address));
    }

    long balanceFen(String address) {
        return stands(address, false, false).longValueExact();
    }

    /// On the side of the account's subject, with what is pending in or out of it.
    private BigInteger stands(String address, boolean pendingIn, boolean pendingOut) {
        var side = spec(address).subject().side();
        var sum = BigInteger.ZERO;
        for (var leg : moved) {
            if (leg.debit().equals(address)) {
                sum = add(sum, leg, side == Side.DEBIT, pendingIn, pendingOut);
            }
            if (leg.credit().equals(address)) {
                sum = add(sum, leg, side == Side.CREDIT, pendingIn, pendingOut);
            }
        }
        return sum;
    }

    private static BigInteger add(BigInteger sum, Moved leg, boolean raises, boolean pendingIn, boolean pendingOut) {
        if (leg.pending() && !(raises ? pendingIn : pendingOut)) {
            return sum;
        }
        return raises ? sum.add(leg.amount()) : sum.subtract(leg.amount());
    }

    Iterable<String> addresses() {
        return accounts.keySet();
    }
}
