package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject.Side;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a ledger is, told as simply as it can be: one request at a time, everything recomputed from the list of legs
/// that have happened. It shares no code with the journal.
final class NaiveLedger {
    private record Moved(String debit, String credit, BigInteger amount, boolean pending, StepId hold) {}

    private record Rule(boolean debitFrozen, boolean creditFrozen, BigInteger floor, long version) {}

    private final Map<String, AccountSpec> accounts = new LinkedHashMap<>();
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, BigInteger> caps = new HashMap<>();
    private final Map<String, Long> capVersions = new HashMap<>();
    private final Map<StepId, LedgerRequest> asked = new HashMap<>();
    private final Map<StepId, String> answers = new HashMap<>();
    private final Map<StepId, String> holds = new HashMap<>();
    private final Map<StepId, EntrySpec> held = new HashMap<>();
    private List<Moved> moved = new ArrayList<>();

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
                open.accounts().forEach(spec -> accounts.putIfAbsent(spec.address(), spec));
                yield "opened";
            }
            case LedgerRequest.ConstrainAccount rule -> {
                if (!accounts.containsKey(rule.address())) {
                    yield "ACCOUNT_NOT_FOUND";
                }
                var old = rules.get(rule.address());
                if (old == null || rule.version() > old.version()) {
                    rules.put(
                            rule.address(),
                            new Rule(
                                    rule.debitFrozen(),
                                    rule.creditFrozen(),
                                    BigInteger.valueOf(rule.floorFen()),
                                    rule.version()));
                }
                yield "constrained";
            }
            case LedgerRequest.SetCap cap -> {
                if (cap.version() > capVersions.getOrDefault(cap.group(), -1L)) {
                    capVersions.put(cap.group(), cap.version());
                    caps.remove(cap.group());
                    cap.capFen().ifPresent(fen -> caps.put(cap.group(), BigInteger.valueOf(fen)));
                }
                yield "constrained";
            }
            case LedgerRequest.PostEntry post -> enter(post.id(), post.entry(), false);
            case LedgerRequest.HoldEntry hold -> enter(hold.id(), hold.entry(), true);
            case LedgerRequest.CaptureHold capture -> end(capture.hold(), "captured");
            case LedgerRequest.VoidHold release -> end(release.hold(), "voided");
        };
    }

    private String end(StepId hold, String ended) {
        if (!holds.containsKey(hold)) {
            return "HOLD_NOT_FOUND";
        }
        if (!holds.get(hold).equals("pending")) {
            return "HOLD_NOT_PENDING";
        }
        holds.put(hold, ended);
        moved.removeIf(leg -> leg.pending() && leg.hold().equals(hold));
        if (ended.equals("captured")) {
            requireNonNull(held.get(hold)).legs().forEach(leg -> moved.add(leg(leg, false, hold)));
        }
        return ended;
    }

    private static Moved leg(LegSpec leg, boolean pending, StepId id) {
        return new Moved(leg.debit(), leg.credit(), BigInteger.valueOf(leg.amountFen()), pending, id);
    }

    private String enter(StepId id, EntrySpec entry, boolean pending) {
        for (var leg : entry.legs()) {
            if (!accounts.containsKey(leg.debit()) || !accounts.containsKey(leg.credit())) {
                return "ACCOUNT_NOT_FOUND";
            }
        }
        if (entry.legs().stream()
                .anyMatch(leg ->
                        rules.containsKey(leg.debit()) && rules.get(leg.debit()).debitFrozen())) {
            return "DEBIT_FROZEN";
        }
        if (entry.legs().stream()
                .anyMatch(leg -> rules.containsKey(leg.credit())
                        && rules.get(leg.credit()).creditFrozen())) {
            return "CREDIT_FROZEN";
        }
        var before = List.copyOf(moved);
        for (var leg : entry.legs()) {
            var capsBefore = new HashMap<String, BigInteger>();
            caps.keySet().forEach(group -> capsBefore.put(group, counted(group)));
            moved.add(leg(leg, pending, id));
            String refusal = refusal(leg, capsBefore);
            if (!refusal.isEmpty()) {
                moved = new ArrayList<>(before);
                return refusal;
            }
        }
        if (pending) {
            holds.put(id, "pending");
            held.put(id, entry);
        }
        return pending ? "held" : "posted";
    }

    private String refusal(LegSpec leg, Map<String, BigInteger> capsBefore) {
        for (String address : List.of(leg.debit(), leg.credit())) {
            boolean lowers = (spec(address).subject().side() == Side.CREDIT) == address.equals(leg.debit());
            var floor = floor(address);
            if (lowers && floor != null && stands(address, false, true).compareTo(floor) < 0) {
                return "INSUFFICIENT_FUNDS";
            }
        }
        for (var cap : caps.entrySet()) {
            var now = counted(cap.getKey());
            if (!leg.mayExceedCap()
                    && now.compareTo(cap.getValue()) > 0
                    && now.compareTo(capsBefore.get(cap.getKey())) > 0) {
                return "BALANCE_CAP_EXCEEDED";
            }
        }
        return "";
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
