package cn.jiaozi.sdk.qr;

import cn.jiaozi.sdk.qr.MalformedCode.Fault;
import java.util.regex.Pattern;

/// The code that a customer shows to be charged, as bar code or QR code: `01`, sixteen digits, and a check digit after
/// Luhn (ISO/IEC 7812). The prefix tells it from those of WeChat Pay (10–15), Alipay (25–30) and UnionPay (62).
/// For the minute that it lives, whoever knows it can charge the customer: it belongs into no log.
///
/// @param digits all nineteen
public record PaymentCode(String digits) {
    private static final String FIELD = "payment code";
    private static final String PREFIX = "01";
    private static final int LENGTH = 19;
    private static final int SHOWN = 4;
    private static final Pattern DIGITS = Pattern.compile("[0-9]*");

    public PaymentCode {
        require(digits.length() == LENGTH, Fault.LENGTH);
        require(DIGITS.matcher(digits).matches(), Fault.MALFORMED);
        require(digits.startsWith(PREFIX), Fault.UNKNOWN_SCHEME);
        require(sum(digits) % 10 == 0, Fault.CHECKSUM);
    }

    /// Reads what a scanner gives; throws [MalformedCode] for anything but a payment code.
    public static PaymentCode of(String text) {
        return new PaymentCode(text);
    }

    /// For whoever issues codes: prefix and check digit around sixteen digits.
    public static PaymentCode ofNumber(String sixteenDigits) {
        String unchecked = PREFIX + sixteenDigits;
        require(unchecked.length() == LENGTH - 1, Fault.LENGTH);
        return new PaymentCode(unchecked + (10 - sum(unchecked + "0") % 10) % 10);
    }

    /// The last four digits only.
    @Override
    public String toString() {
        return "PaymentCode[" + "*".repeat(LENGTH - SHOWN) + digits.substring(LENGTH - SHOWN) + "]";
    }

    /// The digits added up after Luhn: every other one is doubled, beginning beside the check digit, and a number of
    /// two digits counts as their sum.
    private static int sum(String digits) {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = digits.charAt(LENGTH - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum;
    }

    private static void require(boolean good, Fault fault) {
        if (!good) {
            throw new MalformedCode(FIELD, fault);
        }
    }
}
