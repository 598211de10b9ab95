package cn.jiaozi.ledger.day;

import java.time.LocalDate;
import java.util.Optional;

/// A day that was cut and is not closed yet. First its entries are counted, then its accounts.
///
/// @param countedHeight its entries up to here are counted
/// @param lastHeight    its last entry
/// @param account       the first one that moved and is not counted; known once the entries are
/// @param head          the last entry of all, which moves while there is load
record Day(LocalDate date, long countedHeight, long lastHeight, Optional<Long> account, long head) {
    boolean hasEntries() {
        return countedHeight < lastHeight;
    }

    /// The entry up to which is counted next.
    long upto(int entries) {
        return Math.min(lastHeight, countedHeight + entries);
    }

    /// What was done for a day, and where the head stood when it was begun.
    record Step(LocalDate date, State state, long head) {}

    enum State {
        COUNTED,
        CLOSED,
        UNBALANCED
    }

    /// What its trial balance and its journal say of a day; all must be the same.
    record Sums(long debitsFen, long creditsFen, long postedFen, long closingDebitsFen, long closingCreditsFen) {
        boolean balance() {
            return debitsFen == creditsFen && debitsFen == postedFen && closingDebitsFen == closingCreditsFen;
        }
    }
}
