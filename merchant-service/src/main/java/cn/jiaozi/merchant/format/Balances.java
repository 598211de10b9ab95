package cn.jiaozi.merchant.format;

/// A merchant's wallet over an accounting day, as it was counted when the day was complete.
public record Balances(long openingFen, long ins, long inFen, long outs, long outFen, long closingFen) {
    public Balances {
        if (Math.addExact(openingFen, inFen) != Math.addExact(closingFen, outFen)) {
            throw new DoesNotAddUp(
                    "opening " + openingFen + " + in " + inFen + " - out " + outFen + " is not closing " + closingFen);
        }
    }
}
