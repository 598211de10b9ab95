package cn.jiaozi.sdk.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static final Hash A = Hash.sm3(new byte[] {1});
    private static final Hash B = Hash.sm3(new byte[] {2});
    private static final Hash C = Hash.sm3(new byte[] {3});
    private static final Instant AT = Instant.parse("2026-11-28T12:00:00.123456Z");
    private static final LocalDate DATE = LocalDate.parse("2026-11-28");
    private static final String KEY = "k".repeat(43);

    private static final EntryText ENTRY = new EntryText(
            42,
            "CAPTURE",
            "P2P",
            DATE,
            AT,
            A,
            OptionalLong.of(17),
            List.of(new EntryText.Leg(B, C, 1_500), new EntryText.Leg(C, A, Long.MAX_VALUE)));
    private static final BlockText BLOCK = new BlockText("002-1", 7, 40, 42, A, B, C, AT, KEY);

    private static final String ENTRY_TEXT = """
            jiaozi entry 1
            height 42
            kind CAPTURE
            type P2P
            date 2026-11-28
            at 2026-11-28T12:00:00.123456Z
            id %1$s
            ends 17
            leg 1 %2$s %3$s 1500
            leg 2 %3$s %1$s 9223372036854775807
            """.formatted(A, B, C);
    private static final String BLOCK_TEXT = """
            jiaozi block 1
            ledger 002-1
            number 7
            first 40
            last 42
            entries %s
            previous %s
            blocks %s
            at 2026-11-28T12:00:00.123456Z
            key %s
            """.formatted(A, B, C, KEY);

    @Test
    void writesAndReadsAnEntry() {
        assertThat(ENTRY.text()).isEqualTo(ENTRY_TEXT);
        assertThat(EntryText.parse(ENTRY.text())).isEqualTo(ENTRY);
        assertThat(ENTRY.leafHash()).isEqualTo(Hash.sm3(new byte[1], utf8(ENTRY.text())));

        var bare = new EntryText(1, "VOID", "TOP_UP", DATE, AT, A, OptionalLong.empty(), List.of());
        assertThat(bare.text()).doesNotContain("ends", "leg");
        assertThat(EntryText.parse(bare.text())).isEqualTo(bare);
    }

    @Test
    void writesAndReadsABlock() {
        assertThat(BLOCK.text()).isEqualTo(BLOCK_TEXT);
        assertThat(BlockText.parse(BLOCK_TEXT)).isEqualTo(BLOCK);
        assertThat(BLOCK.hash()).isEqualTo(Hash.sm3(new byte[1], utf8(BLOCK_TEXT)));
        assertThat(BLOCK.size()).isEqualTo(3);

        var first = new BlockText("a", 1, 1, 1, A, Hash.ZERO, Merkle.EMPTY, AT, KEY);
        assertThat(BlockText.parse(first.text())).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000000Z",
        "2024-02-29T23:59:59.9Z, 2024-02-29T23:59:59.900000Z",
        "2026-03-01T07:08:09.000001Z, 2026-03-01T07:08:09.000001Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    })
    void writesTimesInMicroseconds(Instant at, String written) {
        var text = entry("POST", "P2P", DATE, at).text();

        assertThat(text).contains("\nat " + written + "\n");
        assertThat(EntryText.parse(text).at()).isEqualTo(at);
    }

    /// What is exchanged in the text of an entry, and by what; ¶ stands for a line end, § for a carriage return.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "entry 1|entry 2",
                "jiaozi entry|Jiaozi entry",
                "height 42|height 042",
                "height 42|height +42",
                "height 42|height 0",
                "height 42|height -1",
                "height 42|height ٤٢",
                "height 42|height  42",
                "height 42|height 42 ",
                "height 42|height 42§",
                "height 42|height",
                "height 42|height 9223372036854775808",
                "height 42¶|",
                "kind CAPTURE¶|",
                "kind CAPTURE|kind capture",
                "kind CAPTURE|kind CAP TURE",
                "kind CAPTURE|kind 1",
                "kind CAPTURE|kind ",
                "type P2P|type P2P-",
                "kind CAPTURE¶type P2P|type P2P¶kind CAPTURE",
                "date 2026-11-28|date 2026-11-31",
                "date 2026-11-28|date +2026-11-28",
                "date 2026-11-28|date 0000-11-28",
                "date 2026-11-28|date 28.11.2026",
                "123456Z|12345Z",
                "123456Z|123456789Z",
                "123456Z|123456z",
                "123456Z|123456+00:00",
                "T12:00|T24:00",
                "at 2026|at +2026",
                "ends 17|ends 42",
                "ends 17|ends 0",
                "ends 17¶|ends 17¶ends 17¶",
                "leg 1|leg 0",
                "leg 1|leg 2",
                "leg 2|leg 1",
                "leg 2|leg 02",
                " 1500| 0",
                " 1500| -1500",
                " 1500| 1500.0",
                " 1500| 1500 1",
                " 1500|",
                "9223372036854775807|9223372036854775808",
                "9223372036854775807¶|9223372036854775807",
                "9223372036854775807¶|9223372036854775807¶¶",
                "9223372036854775807¶|9223372036854775807¶more 1¶",
            })
    void refusesAnotherTextOfAnEntry(String there, @Nullable String instead) {
        var text = changed(ENTRY_TEXT, there, instead);

        assertThatThrownBy(() -> EntryText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesHashesOtherThanInLowerCaseHex() {
        var upper = A.hex().toUpperCase(Locale.ROOT);
        assertThatThrownBy(() -> EntryText.parse(ENTRY.text().replace(A.hex(), upper)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlockText.parse(BLOCK_TEXT.replace(A.hex(), upper)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "block 1|block 2",
                "ledger 002-1|ledger ",
                "ledger 002-1|ledger 002 1",
                "number 7|number 0",
                "number 7|number 07",
                "number 7|number 1",
                "first 40|first 43",
                "first 40|first 0",
                "first 40¶last 42|last 42¶first 40",
                "last 42|last 39",
                "123456Z|123456 Z",
                "key kkk|key kk",
                "key kkk|key k=k",
                "key kkk|key kkkk",
            })
    void refusesAnotherTextOfABlock(String there, String instead) {
        var text = changed(BLOCK_TEXT, there, instead);

        assertThatThrownBy(() -> BlockText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jiaozi", "jiaozi entry 1", "jiaozi block 1", "jiaozi block 1\nledger 002-1\n"})
    void refusesWhatIsNoText(String text) {
        assertThatThrownBy(() -> EntryText.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlockText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesNothingThatItWouldNotRead() {
        assertThatThrownBy(() -> entry("POST\nx", "P2P", DATE, AT)).hasMessageContaining("kind");
        assertThatThrownBy(() -> entry("POST", "p2p", DATE, AT)).hasMessageContaining("type");
        assertThatThrownBy(() -> entry("POST", "P2P", LocalDate.of(10_000, 1, 1), AT))
                .hasMessageContaining("date");
        assertThatThrownBy(() -> entry("POST", "P2P", DATE, AT.plusNanos(1))).hasMessageContaining("microsecond");
        assertThatThrownBy(() -> entry("POST", "P2P", DATE, Instant.parse("1969-12-31T23:59:59Z")))
                .hasMessageContaining("1970");
        assertThatThrownBy(() -> new EntryText.Leg(A, B, 0)).hasMessageContaining("amount");
        assertThatThrownBy(() -> new BlockText("a", 1, 1, 1, A, B, Merkle.EMPTY, AT, KEY))
                .hasMessageContaining("previous");
        assertThatThrownBy(() -> new BlockText("a", 2, 1, 1, A, B, Merkle.EMPTY, AT, KEY))
                .hasMessageContaining("blocks");
    }

    @Test
    void commitsUnderAKeyOfItsOwn() throws GeneralSecurityException {
        byte[] bytes = new byte[32];
        bytes[31] = 7;
        var secret = new Commitments.Secret(bytes);
        var commitments = new Commitments(secret, 42);
        // The second of a reused instance is as good as the first.
        var other = new Commitments(secret, 4).key("2 id");

        assertThat(commitments.key(Commitments.ID)).isEqualTo(hmac(bytes, "42 id"));
        assertThat(commitments.key(Commitments.debit(1))).isEqualTo(hmac(bytes, "42 leg.1.debit"));
        assertThat(commitments.key(Commitments.credit(12))).isEqualTo(hmac(bytes, "42 leg.12.credit"));
        assertThat(other).isEqualTo(hmac(bytes, "4 2 id")).isNotEqualTo(commitments.key(Commitments.ID));

        var opening = commitments.open(Commitments.ID, "payment:钱 post 1");
        assertThat(opening.commitment())
                .isEqualTo(commitments.commit(Commitments.ID, "payment:钱 post 1"))
                .isEqualTo(Hash.sm3(new byte[] {2}, opening.key().bytes(), utf8("payment:钱 post 1")));
        assertThatThrownBy(() -> new Commitments.Secret(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsItsFields() {
        assertThat(ENTRY.commitment("id")).contains(A);
        assertThat(ENTRY.commitment("leg.1.debit")).contains(B);
        assertThat(ENTRY.commitment("leg.2.credit")).contains(A);
        for (String other : List.of("", "ID", "leg.0.debit", "leg.3.debit", "leg.01.debit", "leg.1.amount")) {
            assertThat(ENTRY.commitment(other)).isEmpty();
        }
    }

    private static String changed(String text, String there, @Nullable String instead) {
        var old = there.replace('¶', '\n');
        assertThat(text).contains(old);
        return text.replace(
                old, instead == null ? "" : instead.replace('¶', '\n').replace('§', '\r'));
    }

    private static EntryText entry(String kind, String type, LocalDate date, Instant at) {
        return new EntryText(1, kind, type, date, at, A, OptionalLong.empty(), List.of());
    }

    private static Hash hmac(byte[] key, String message) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSM3", new BouncyCastleProvider());
        mac.init(new SecretKeySpec(key, "HmacSM3"));
        return Hash.of(mac.doFinal(utf8(message)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
