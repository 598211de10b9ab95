package cn.jiaozi.wallet.restriction;

import java.util.Collection;

/// The union of restrictions on one wallet. Amounts held add up; a sum beyond counting holds everything.
public record Posture(boolean debitStopped, boolean creditStopped, long floorFen) {
    public static final Posture FREE = new Posture(false, false, 0);

    static Posture of(Collection<Restriction> restrictions) {
        return restrictions.stream().map(Posture::of).reduce(FREE, Posture::and);
    }

    Posture and(Posture other) {
        return new Posture(
                debitStopped || other.debitStopped,
                creditStopped || other.creditStopped,
                floorFen > Long.MAX_VALUE - other.floorFen ? Long.MAX_VALUE : floorFen + other.floorFen);
    }

    private static Posture of(Restriction restriction) {
        return switch (restriction.terms().type()) {
            case NO_DEBIT -> new Posture(true, false, 0);
            case NO_CREDIT -> new Posture(false, true, 0);
            case NO_DEBIT_NO_CREDIT -> new Posture(true, true, 0);
            case AMOUNT_HOLD ->
                new Posture(false, false, restriction.terms().amountFen().orElseThrow());
        };
    }
}
