package cn.jiaozi.merchant.corefile;

import cn.jiaozi.sdk.receipt.Hash;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SM3Digest;

/// Adds up what the lines of a file say, and compares it with what the trailer says.
final class Tally {
    static final String TRAILER = "END,";

    private final SM3Digest digest = new SM3Digest();
    private long lines;
    private long doneCount;
    private long debitFen;
    private long creditFen;
    private Optional<Totals> totals = Optional.empty();

    void add(byte[] line) {
        digest.update(line, 0, line.length);
        digest.update((byte) '\n');
    }

    void add(byte[] bytes, CoreLine line) {
        add(bytes);
        lines++;
        if (line.isDone()) {
            doneCount++;
            switch (line.kind()) {
                case DEBIT, RETURN -> debitFen = Math.addExact(debitFen, line.amountFen());
                case CREDIT -> creditFen = Math.addExact(creditFen, line.amountFen());
            }
        }
    }

    /// @throws IllegalArgumentException that says what differs
    void check(String trailer) {
        var bytes = new byte[Hash.LENGTH];
        digest.doFinal(bytes, 0);
        var counted = new Totals(lines, doneCount, debitFen, creditFen, Hash.of(bytes));
        var expected = written(counted);
        if (!trailer.equals(expected)) {
            throw new IllegalArgumentException("is a trailer that says \"%s\", and the lines before it come to \"%s\""
                    .formatted(trailer, expected));
        }
        totals = Optional.of(counted);
    }

    Totals totals() {
        return totals.orElseThrow(() -> new IllegalStateException("The trailer has not come"));
    }

    private static String written(Totals totals) {
        return TRAILER + totals.lines() + "," + totals.doneCount() + "," + totals.debitFen() + "," + totals.creditFen()
                + "," + totals.sm3().hex();
    }
}
