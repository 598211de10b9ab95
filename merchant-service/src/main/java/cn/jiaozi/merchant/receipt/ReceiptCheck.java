package cn.jiaozi.merchant.receipt;

import cn.jiaozi.merchant.paper.Receipt;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// What the bank says to somebody who shows a printed receipt. It says nothing of what stands under the number where
/// the code is not that of it.
///
/// @param returnedOn of a payout that came back later
record ReceiptCheck(String receiptNo, boolean genuine, Optional<Said> says, Optional<LocalDate> returnedOn) {
    /// What must stand on the paper.
    record Said(
            Receipt.Kind kind,
            LocalDate accountingDate,
            Instant bookedAt,
            Receipt.Party payer,
            Receipt.Party payee,
            long amountFen) {
        static Said of(Receipt receipt) {
            return new Said(
                    receipt.kind(),
                    receipt.accountingDate(),
                    receipt.bookedAt(),
                    receipt.payer(),
                    receipt.payee(),
                    receipt.amountFen());
        }
    }

    /// @param code as somebody has read it: in small letters, with other things than dashes between, or with nothing
    static ReceiptCheck of(String receiptNo, String code, Receipt receipt, Optional<LocalDate> returnedOn) {
        boolean genuine = receipt.number().equals(receiptNo) && plain(code).equals(plain(receipt.code()));
        return new ReceiptCheck(
                receiptNo,
                genuine,
                Optional.of(Said.of(receipt)).filter(_ -> genuine),
                returnedOn.filter(_ -> genuine));
    }

    private static String plain(String code) {
        return code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-F]", "");
    }
}
