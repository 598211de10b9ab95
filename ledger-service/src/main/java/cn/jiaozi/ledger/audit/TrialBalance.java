package cn.jiaozi.ledger.audit;

import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.Subject.Side;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// 试算平衡: what was ever debited and credited, by subject, operator and branch. Both totals must be equal.
///
/// @param differenceFen debits less credits over all accounts; anything but zero is an alarm
/// @param height        everything up to this entry is in it
record TrialBalance(
        long height,
        LocalDate accountingDate,
        List<Row> rows,
        long debitsFen,
        long creditsFen,
        long differenceFen,
        boolean balanced) {
    /// @param balanceFen on the side of the subject
    record Row(
            Subject subject,
            String subjectCode,
            String operator,
            String branchCode,
            long accounts,
            long debitsFen,
            long creditsFen,
            long balanceFen) {
        static Row of(
                Subject subject, String operator, String branchCode, long accounts, long debitsFen, long creditsFen) {
            long balanceFen = subject.side() == Side.DEBIT
                    ? Math.subtractExact(debitsFen, creditsFen)
                    : Math.subtractExact(creditsFen, debitsFen);
            return new Row(subject, subject.code(), operator, branchCode, accounts, debitsFen, creditsFen, balanceFen);
        }
    }

    /// The last entry that is in it.
    record Head(long height, LocalDate accountingDate) {}

    /// A head of the past.
    ///
    /// @param openedBefore the accounts that there were then
    /// @param counted      the entries up to here are in the trial balance of a closed day
    record PastHead(Head head, Instant openedBefore, long counted) {}

    static TrialBalance of(Head head, List<Row> rows) {
        long debitsFen = rows.stream().mapToLong(Row::debitsFen).reduce(0, Math::addExact);
        long creditsFen = rows.stream().mapToLong(Row::creditsFen).reduce(0, Math::addExact);
        return new TrialBalance(
                head.height(),
                head.accountingDate(),
                rows,
                debitsFen,
                creditsFen,
                debitsFen - creditsFen,
                debitsFen == creditsFen);
    }
}
