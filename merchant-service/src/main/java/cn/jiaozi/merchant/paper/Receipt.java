package cn.jiaozi.merchant.paper;

import cn.jiaozi.sdk.receipt.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// An electronic receipt (电子回单): what the ledger has booked of one payment, refund, payout or return of a payout.
/// All of it follows from facts that never change, and so do its number and its code.
///
/// @param entries shard, height and leg of each leg, in the ledger's order
public record Receipt(
        Kind kind,
        LocalDate accountingDate,
        Instant bookedAt,
        List<String> entries,
        Party payer,
        Party payee,
        long amountFen,
        List<Detail> details) {
    private static final int CODE_DIGITS = 20;
    private static final int GROUP = 4;

    /// What has happened to the money, from the merchant's side.
    public enum Kind {
        PAYMENT("消费收款", "Payment"),
        OFFLINE_PAYMENT("双离线收款", "Offline payments"),
        REFUND("退款", "Refund"),
        PAYOUT("商户出款", "Payout"),
        PAYOUT_RETURN("出款退回", "Return of a payout");

        private final String zh;
        private final String en;

        Kind(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        String zh() {
            return zh;
        }

        String en() {
            return en;
        }
    }

    /// @param account  a wallet or a bank account, as far as it may be shown
    /// @param operator three-digit code of who keeps it
    public record Party(String name, String account, String operator) {}

    public record Detail(Label label, String value) {}

    public Receipt {
        entries = List.copyOf(entries);
        details = List.copyOf(details);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("Nothing was booked");
        }
    }

    /// Accounting date and first leg: nobody else's, and good enough to find it again.
    public String number() {
        return number(accountingDate, entries.getFirst());
    }

    public static String number(LocalDate accountingDate, String entry) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(accountingDate) + "-" + entry;
    }

    /// Eighty bits of the SM3 digest over all that the receipt says, in groups that can be read out. The bank's name is
    /// no part of it: a bank that is called otherwise tomorrow still knows today's receipts.
    public String code() {
        String digits = Hash.sm3(text().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, CODE_DIGITS)
                .toUpperCase(Locale.ROOT);
        var code = new StringBuilder(digits);
        for (int at = CODE_DIGITS - GROUP; at > 0; at -= GROUP) {
            code.insert(at, '-');
        }
        return code.toString();
    }

    /// Every value behind its length, so that no two receipts have one text.
    private String text() {
        var text = new StringBuilder("jiaozi receipt 1\n");
        add(text, kind.name());
        add(text, accountingDate.toString());
        add(text, bookedAt.toString());
        add(text, String.join(" ", entries));
        for (var party : List.of(payer, payee)) {
            add(text, party.name());
            add(text, party.account());
            add(text, party.operator());
        }
        add(text, Long.toString(amountFen));
        for (var detail : details) {
            add(text, detail.label().name());
            add(text, detail.value());
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String value) {
        text.append(value.length()).append(' ').append(value).append('\n');
    }
}
