package cn.jiaozi.merchant.corefile;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One line of the core's file, as far as it must be understood to be believed.
///
/// @param isDone whether money was moved; else the core has refused
record CoreLine(String requestId, Kind kind, long amountFen, boolean isDone) {
    /// As the deposit account sees it.
    enum Kind {
        DEBIT,
        CREDIT,
        /// A credit that has come back from another bank.
        RETURN
    }

    static final String HEADER = "requestId,kind,amountFen,state,bankRef,walletId,bookedAt";

    private static final Pattern REQUEST_ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");
    private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,14}");
    private static final Pattern BANK_REF = Pattern.compile("[0-9A-Za-z./_-]{1,64}");
    private static final Pattern WALLET_ID = Pattern.compile("[0-9A-Za-z]{1,34}");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int FIELDS = 7;

    /// @throws IllegalArgumentException that names the field and what is wrong with it
    static CoreLine of(String line) {
        var fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "has %d fields instead of the %d of %s".formatted(fields.length, FIELDS, HEADER));
        }
        require(REQUEST_ID, fields[0], "requestId");
        require(AMOUNT, fields[2], "amountFen");
        require(BANK_REF, fields[4], "bankRef");
        require(WALLET_ID, fields[5], "walletId");
        requireInstant(fields[6]);
        return new CoreLine(fields[0], kind(fields[1]), Long.parseLong(fields[2]), isDone(fields[3]));
    }

    private static void require(Pattern form, String field, String name) {
        if (!form.matcher(field).matches()) {
            throw new IllegalArgumentException(name + " is not of the form " + form);
        }
    }

    private static void requireInstant(String field) {
        try {
            var at = OffsetDateTime.parse(field).toInstant();
            if (at.isAfter(EARLIEST) && at.isBefore(LATEST)) {
                return;
            }
        } catch (DateTimeException _) {
            // Told as what is out of all bounds.
        }
        throw new IllegalArgumentException("bookedAt is not a time such as 2026-11-28T16:00:00.000001+08:00");
    }

    private static Kind kind(String field) {
        return Optional.of(field)
                .filter(List.of("DEBIT", "CREDIT", "RETURN")::contains)
                .map(Kind::valueOf)
                .orElseThrow(() -> new IllegalArgumentException("kind is none of DEBIT, CREDIT, RETURN"));
    }

    private static boolean isDone(String field) {
        return switch (field) {
            case "DONE" -> true;
            case "REFUSED" -> false;
            default -> throw new IllegalArgumentException("state is neither DONE nor REFUSED");
        };
    }
}
