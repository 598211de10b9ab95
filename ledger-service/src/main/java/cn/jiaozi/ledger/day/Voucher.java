package cn.jiaozi.ledger.day;

import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.Subject.Side;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// 总账凭证: what a branch debits or credits to a subject for a day.
///
/// @param number date and running number
/// @param legs   how many movements are summed in it
record Voucher(
        String number, LocalDate date, String branchCode, Subject subject, Side side, long amountFen, long legs) {
    private static final Comparator<Turnover> ORDER = Comparator.comparing(Turnover::branchCode)
            .thenComparing(turnover -> turnover.subject().code());

    /// In the order of branches, subjects and sides; a side on which nothing moved has none.
    static List<Voucher> of(LocalDate date, List<Turnover> turnovers) {
        var vouchers = new ArrayList<Voucher>();
        for (var turnover : turnovers.stream().sorted(ORDER).toList()) {
            add(vouchers, date, turnover, Side.DEBIT, turnover.debitsFen(), turnover.debitLegs());
            add(vouchers, date, turnover, Side.CREDIT, turnover.creditsFen(), turnover.creditLegs());
        }
        return List.copyOf(vouchers);
    }

    private static void add(
            List<Voucher> vouchers, LocalDate date, Turnover turnover, Side side, long amountFen, long legs) {
        if (legs > 0) {
            String number = "%s-%06d".formatted(date.format(DateTimeFormatter.BASIC_ISO_DATE), vouchers.size() + 1);
            vouchers.add(new Voucher(number, date, turnover.branchCode(), turnover.subject(), side, amountFen, legs));
        }
    }

    /// As the general ledger prints it. A name that was once printed stays, so that a file can be made again.
    String subjectName() {
        return switch (subject) {
            case CORE_CLEARING -> "与核心清算";
            case WALLET -> "钱包可用";
            case OFFLINE_RESERVE -> "离线备付";
            case OFFLINE_RECEIVABLE -> "离线损失应收";
            case MERCHANT_RECEIVABLE -> "商户垫付应收";
            case FEE_INCOME -> "手续费收入";
        };
    }
}
