package cn.jiaozi.sdk.qr;

import static cn.jiaozi.sdk.qr.DataObjects.CHECKSUM;
import static cn.jiaozi.sdk.qr.DataObjects.write;

import cn.jiaozi.sdk.qr.MalformedCode.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The QR code that a merchant shows (EMV QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1), for
/// payments in yuan by e-CNY. With an order it is dynamic (tag 01 = 12) and says the amount; without one it is static
/// (11), may hang on the wall, and the payer enters the amount.
///
/// What EMV lets be chosen is fixed: the scheme stands in template 26, the amount has two decimals, and there is no
/// amount without an order. The name in tag 59 is printable ASCII, so that any reader shows something; the Chinese one
/// goes into template 64, where EMV wants other scripts. Unknown tags are ignored.
///
/// Whatever is not of this form throws [MalformedCode], which names the tag.
///
/// @param merchantNo   15 digits, tag 26/01
/// @param storeNo      6 digits, tag 26/02
/// @param categoryCode merchant category code (ISO 18245), 4 digits, tag 52
/// @param name         1 to 25 printable ASCII characters, tag 59
/// @param city         1 to 15 printable ASCII characters, tag 60
/// @param chineseName  1 to 25 characters, tag 64/01
public record MerchantQr(
        String merchantNo,
        Optional<String> storeNo,
        Optional<Order> order,
        String categoryCode,
        String name,
        String city,
        Optional<String> chineseName) {
    /// In bytes of UTF-8.
    private static final int LONGEST = 512;

    private static final String FORMAT = write("00", "01");
    private static final String STATIC = "11";
    private static final String DYNAMIC = "12";
    private static final String SCHEME = "cn.jiaozi.ecny";
    private static final String CNY = "156";
    private static final String CHINA = "CN";
    private static final String CHINESE = "ZH";

    private static final Pattern MERCHANT_NO = Pattern.compile("[0-9]{15}");
    private static final Pattern STORE_NO = Pattern.compile("[0-9]{6}");
    private static final Pattern ORDER_ID = Pattern.compile("[0-9A-Za-z_-]{6,32}");
    private static final Pattern CATEGORY = Pattern.compile("[0-9]{4}");
    private static final Pattern AMOUNT = Pattern.compile("(?:0|[1-9][0-9]{0,9})\\.[0-9]{2}");
    private static final Pattern NAME = Pattern.compile("[!-~][ -~]{0,24}");
    private static final Pattern CITY = Pattern.compile("[!-~][ -~]{0,14}");
    private static final Pattern CHINESE_NAME = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,25}");

    /// @param id        the merchant's own number of the order, 6 to 32 of `[0-9A-Za-z_-]`, tag 26/03
    /// @param amountFen 1 to 999 999 999 999, in tag 54 as yuan
    public record Order(String id, long amountFen) {
        private static final long MOST_FEN = 999_999_999_999L;

        public Order {
            require(ORDER_ID, id, "26/03");
            require(amountFen > 0 && amountFen <= MOST_FEN, "54");
        }

        private static Order of(String id, String amount) {
            require(AMOUNT, amount, "54");
            return new Order(id, Long.parseLong(amount.replace(".", "")));
        }

        private String amount() {
            return String.format(Locale.ROOT, "%d.%02d", amountFen / 100, amountFen % 100);
        }
    }

    public MerchantQr {
        require(MERCHANT_NO, merchantNo, "26/01");
        storeNo.ifPresent(no -> require(STORE_NO, no, "26/02"));
        require(CATEGORY, categoryCode, "52");
        require(NAME, name, "59");
        require(CITY, city, "60");
        chineseName.ifPresent(chinese -> require(CHINESE_NAME, chinese, "64/01"));
    }

    /// Reads the text of a code.
    public static MerchantQr of(String text) {
        var root = checked(text);
        var scheme = DataObjects.read("26", root.required("26"));
        if (!scheme.required("00").equals(SCHEME)) {
            throw scheme.wrong("00", Fault.UNKNOWN_SCHEME);
        }
        require(root.required("53").equals(CNY), "53");
        require(root.required("58").equals(CHINA), "58");
        return new MerchantQr(
                scheme.required("01"),
                scheme.find("02"),
                order(root, scheme),
                root.required("52"),
                root.required("59"),
                root.required("60"),
                root.find("64").flatMap(MerchantQr::chineseName));
    }

    /// The text that is shown as a QR code.
    public String text() {
        String scheme = write("00", SCHEME)
                + write("01", merchantNo)
                + storeNo.map(no -> write("02", no)).orElse("")
                + order.map(it -> write("03", it.id())).orElse("");
        String unchecked = FORMAT
                + write("01", order.isPresent() ? DYNAMIC : STATIC)
                + write("26", scheme)
                + write("52", categoryCode)
                + write("53", CNY)
                + order.map(it -> write("54", it.amount())).orElse("")
                + write("58", CHINA)
                + write("59", name)
                + write("60", city)
                + chineseName
                        .map(chinese -> write("64", write("00", CHINESE) + write("01", chinese)))
                        .orElse("")
                + CHECKSUM
                + "04";
        return unchecked + Checksum.of(unchecked);
    }

    /// The objects of a text that begins and ends as it must. The checksum comes before all that it covers, so that a
    /// misread code is called that.
    private static DataObjects checked(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new MalformedCode("text", Fault.LENGTH);
        }
        require(text.startsWith(FORMAT), "00");
        int end = text.length() - 4;
        boolean closed = text.startsWith(CHECKSUM + "04", end - 4);
        if (closed && !Checksum.of(text.substring(0, end)).equals(text.substring(end))) {
            throw new MalformedCode(CHECKSUM, Fault.CHECKSUM);
        }
        var root = DataObjects.read("", text);
        root.required(CHECKSUM);
        if (!closed) {
            throw new MalformedCode(CHECKSUM, Fault.LENGTH);
        }
        return root;
    }

    private static Optional<Order> order(DataObjects root, DataObjects scheme) {
        return switch (root.required("01")) {
            case DYNAMIC -> Optional.of(Order.of(scheme.required("03"), root.required("54")));
            case STATIC -> {
                if (scheme.find("03").isPresent()) {
                    throw scheme.wrong("03", Fault.UNEXPECTED);
                }
                if (root.find("54").isPresent()) {
                    throw root.wrong("54", Fault.UNEXPECTED);
                }
                yield Optional.empty();
            }
            default -> throw root.wrong("01", Fault.MALFORMED);
        };
    }

    /// Empty when the template is for another language.
    private static Optional<String> chineseName(String template) {
        var names = DataObjects.read("64", template);
        return names.required("00").equals(CHINESE) ? Optional.of(names.required("01")) : Optional.empty();
    }

    private static void require(Pattern form, String value, String field) {
        require(form.matcher(value).matches(), field);
    }

    private static void require(boolean good, String field) {
        if (!good) {
            throw new MalformedCode(field, Fault.MALFORMED);
        }
    }
}
