package cn.jiaozi.payment.payment;

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

    /// Anything but a UUID of ours is a bug somewhere and goes to the dead letters.
    UUID idOf(Outcome outcome) {
        return UUID.fromString(outcome.businessId().substring(noun.length() + 1));
    }
}
