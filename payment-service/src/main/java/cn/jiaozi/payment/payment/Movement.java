package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Ids;
import java.time.Instant;
import java.util.UUID;

/// What can be asked of the ring here. The noun is the first half of the business id and the name of the table.
public enum Movement {
    PAYMENT("payment"),
    REFUND("refund");

    private final String noun;

    Movement(String noun) {
        this.noun = noun;
    }

    public String noun() {
        return noun;
    }

    public String businessId(UUID id) {
        return noun + ":" + id;
    }

    public boolean owns(Outcome outcome) {
        return outcome.businessId().startsWith(noun + ":");
    }

    /// Where a walk over the ids goes on, or where it begins: below those that were made since then.
    public static UUID idAfter(Instant since, String after) {
        return after.isEmpty() ? Ids.lowest(since) : UUID.fromString(after);
    }

    /// Anything but a UUID of ours is a bug somewhere and goes to the dead letters.
    UUID idOf(Outcome outcome) {
        return UUID.fromString(outcome.businessId().substring(noun.length() + 1));
    }
}
