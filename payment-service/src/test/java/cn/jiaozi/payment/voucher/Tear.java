package cn.jiaozi.payment.voucher;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Where two devices are torn apart in a tap.
enum Tear {
    NOWHERE,
    OFFER_LOST,
    PAYER_BEFORE_DEBIT,
    PAYER_AFTER_DEBIT,
    PAYMENT_LOST,
    PAYEE_BEFORE_KEEPING,
    PAYEE_AFTER_KEEPING,
    ACKNOWLEDGEMENT_LOST,
    PAYER_BEFORE_DONE,
    PAYER_AFTER_DONE;

    private static final List<Tear> TEARS =
            Arrays.stream(values()).filter(tear -> tear != NOWHERE).toList();

    /// One of those that tear.
    static Tear drawn(RandomGenerator random) {
        return TEARS.get(random.nextInt(TEARS.size()));
    }

    void at(Tear here) {
        if (this == here) {
            throw new Cell.Torn();
        }
    }

    void into(Cell cell) {
        switch (this) {
            case PAYER_BEFORE_DEBIT -> cell.tear(0, false);
            case PAYER_AFTER_DEBIT -> cell.tear(0, true);
            case PAYER_BEFORE_DONE -> cell.tear(1, false);
            case PAYER_AFTER_DONE -> cell.tear(1, true);
            default -> cell.repair();
        }
    }
}
