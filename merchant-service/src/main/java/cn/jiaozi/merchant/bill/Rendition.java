package cn.jiaozi.merchant.bill;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// In which encoding a bill is wanted, and how it keeps spreadsheets from shortening digits.
record Rendition(Encoding charset, Digits digits) {
    /// As it is kept.
    static final Rendition KEPT = new Rendition(Encoding.UTF_8, Digits.TAB);

    enum Encoding {
        /// With a byte order mark, without which spreadsheets take it for the encoding of the country.
        UTF_8("UTF-8", StandardCharsets.UTF_8),
        GB18030("GB18030", Charset.forName("GB18030"));

        private final String said;
        private final Charset charset;

        Encoding(String said, Charset charset) {
            this.said = said;
            this.charset = charset;
        }

        String said() {
            return said;
        }

        Charset charset() {
            return charset;
        }

        static Encoding of(String said) {
            return said.equals(GB18030.said) ? GB18030 : UTF_8;
        }
    }

    enum Digits {
        /// A tab behind what would be shortened.
        TAB,
        /// A backtick before every value, as in the bills of WeChat Pay.
        BACKTICK
    }
}
