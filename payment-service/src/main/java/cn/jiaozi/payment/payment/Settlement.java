package cn.jiaozi.payment.payment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What a batch of outcomes does to the payments (or refunds) that it names.
///
/// @param moved    new standings; each moves at most once, because a final one never moves
/// @param repeated those whose stored end is to be announced again
/// @param alarms   outcomes that speak against what is stored, or that name a conflict
public record Settlement(Map<UUID, Standing> moved, Set<UUID> repeated, List<Alarm> alarms) {
    /// @param contradiction false for a conflict over the id
    public record Alarm(String businessId, PaymentState state, Outcome outcome, boolean contradiction) {}

    /// @param standings of every payment that the outcomes name, as locked
    public static Settlement of(Movement movement, Map<UUID, Standing> standings, List<Outcome> outcomes, Instant now) {
        var current = new HashMap<>(standings);
        var moved = new LinkedHashMap<UUID, Standing>();
        var repeated = new LinkedHashSet<UUID>();
        var alarms = new ArrayList<Alarm>();
        for (Outcome outcome : outcomes) {
            var id = movement.idOf(outcome);
            var standing = current.get(id);
            if (standing == null) {
                throw new IllegalStateException("Nobody here asked for " + outcome.businessId());
            }
            switch (standing.hear(outcome, now)) {
                case Verdict.Moved(var next) -> {
                    current.put(id, next);
                    moved.put(id, next);
                }
                case Verdict.Repeated _ -> repeated.add(id);
                case Verdict.Contradicted _ ->
                    alarms.add(new Alarm(outcome.businessId(), standing.state(), outcome, true));
                case Verdict.Conflicted _ ->
                    alarms.add(new Alarm(outcome.businessId(), standing.state(), outcome, false));
            }
        }
        // What moves in this batch is announced anyway.
        repeated.removeAll(moved.keySet());
        return new Settlement(moved, repeated, alarms);
    }

    public static List<UUID> ids(Movement movement, List<Outcome> outcomes) {
        return outcomes.stream().map(movement::idOf).distinct().toList();
    }
}
