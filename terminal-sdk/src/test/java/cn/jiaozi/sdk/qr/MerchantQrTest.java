package cn.jiaozi.sdk.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.qr.MalformedCode.Fault;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerchantQrTest {
    private static final String DYNAMIC = "00020101021226630014cn.jiaozi.ecny01150020001000000180206000001"
            + "0312order-000001520458125303156540512.305802CN5919Old Zhang Dumplings6007Chengdu"
            + "64150002ZH0105老张饺子馆630499D1";
    private static final String STATIC = "00020101021126470014cn.jiaozi.ecny01150020001000000180206000001"
            + "5204581253031565802CN5919Old Zhang Dumplings6007Chengdu64150002ZH0105老张饺子馆6304E53C";
    private static final MerchantQr SHOP = shop(Optional.empty());
    private static final MerchantQr BILL = shop(Optional.of(new MerchantQr.Order("order-000001", 12_30)));

    private static MerchantQr shop(Optional<MerchantQr.Order> order) {
        return new MerchantQr(
                "002000100000018",
                Optional.of("000001"),
                order,
                "5812",
                "Old Zhang Dumplings",
                "Chengdu",
                Optional.of("老张饺子馆"));
    }

    /// The dynamic sample with a part of it replaced, under a checksum that is right again.
    private static String altered(String part, String replacement) {
        String text = DYNAMIC.substring(0, DYNAMIC.length() - 4);
        assertThat(text).contains(part);
        String other = text.replace(part, replacement);
        return other + Checksum.of(other);
    }

    private static void refused(String text, String field, Fault fault) {
        assertThatExceptionOfType(MalformedCode.class)
                .isThrownBy(() -> MerchantQr.of(text))
                .satisfies(refusal ->
                        assertThat(refusal.field() + " " + refusal.fault()).isEqualTo(field + " " + fault));
    }

    @Test
    void writesAndReadsTheSamples() {
        assertThat(BILL.text()).isEqualTo(DYNAMIC);
        assertThat(SHOP.text()).isEqualTo(STATIC);
        assertThat(MerchantQr.of(DYNAMIC)).isEqualTo(BILL);
        assertThat(MerchantQr.of(STATIC)).isEqualTo(SHOP);
    }

    @Test
    void computesTheCheckValueOfTheCatalogue() {
        assertThat(Checksum.of("123456789")).isEqualTo("29B1");
        assertThat(Checksum.of("")).isEqualTo("FFFF");
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatItWrites(long seed) {
        var random = new Random(seed);
        var qr = new MerchantQr(
                text(random, "0123456789", 15, 15),
                maybe(random, text(random, "0123456789", 6, 6)),
                maybe(random, new MerchantQr.Order(text(random, "abcXYZ019_-", 6, 32), amount(random))),
                text(random, "0123456789", 4, 4),
                "A" + text(random, " !09AZaz~\\\"", 0, 24),
                "B" + text(random, " !09AZaz~\\\"", 0, 14),
                maybe(random, text(random, "老张饺子馆 ·Ab0𠮷", 1, 25)));

        assertThat(MerchantQr.of(qr.text())).isEqualTo(qr);
    }

    private static long amount(Random random) {
        long most = Math.round(Math.pow(10, random.nextInt(1, 13)));
        return random.nextLong(1, most);
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private static String text(Random random, String letters, int shortest, int longest) {
        int[] choice = letters.codePoints().toArray();
        return random.ints(random.nextInt(shortest, longest + 1), 0, choice.length)
                .mapToObj(i -> Character.toString(choice[i]))
                .collect(Collectors.joining());
    }

    @Test
    void noticesEveryWrongCharacter() {
        for (String text : new String[] {DYNAMIC, STATIC}) {
            for (int i = 0; i < text.length(); i++) {
                for (char other : new char[] {'0', '1', 'A', 'z', '饺', (char) (text.charAt(i) + 1)}) {
                    if (other != text.charAt(i)) {
                        String misread = text.substring(0, i) + other + text.substring(i + 1);
                        boolean framed = i >= 6 && !(i >= text.length() - 8 && i < text.length() - 4);

                        var thrown = assertThatThrownBy(() -> MerchantQr.of(misread))
                                .as(misread)
                                .isInstanceOf(MalformedCode.class);
                        if (framed) {
                            thrown.hasMessageStartingWith("63 does not match");
                        }
                    }
                }
            }
        }
    }

    @Test
    void noticesEveryMissingEnd() {
        for (int i = 0; i < DYNAMIC.length(); i++) {
            String cut = DYNAMIC.substring(0, i);

            assertThatThrownBy(() -> MerchantQr.of(cut)).as(cut).isInstanceOf(MalformedCode.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // The frame
        "0002010102, 0002020102, 00, MALFORMED",
        "000201010212, 010212000201, 00, MALFORMED",
        "010212, 010213, 01, MALFORMED",
        "010212, '', 01, MISSING",
        "010212, 010212010212, 01, DUPLICATED",
        "5802CN, 5802CN5802CN, 58, DUPLICATED",
        "5802CN, 58xxCN, 58, LENGTH",
        "5802CN, 5800, 58, LENGTH",
        "5802CN, 5899CN, 58, LENGTH",
        "5802CN, 5A02CN, ??, MALFORMED",
        // The scheme
        "26630014cn.jiaozi.ecny, 27630014cn.jiaozi.ecny, 26, MISSING",
        "cn.jiaozi.ecny, cn.jiaozi.ecnx, 26/00, UNKNOWN_SCHEME",
        "0014cn.jiaozi.ecny, 0414cn.jiaozi.ecny, 26/00, MISSING",
        "0206000001, 0006000001, 26/00, DUPLICATED",
        "0312order-000001, 0313order-000001, 26/03, LENGTH",
        "0312order-000001, 0311order-000001, 26/??, MALFORMED",
        "0312order-000001, 0412order-000001, 26/03, MISSING",
        "010212, 010211, 26/03, UNEXPECTED",
        // The values
        "5204, 5304, 53, DUPLICATED",
        "52045812, '', 52, MISSING",
        "5303156, '', 53, MISSING",
        "5303156, 5303840, 53, MALFORMED",
        "540512.30, '', 54, MISSING",
        "540512.30, 540412.3, 54, MALFORMED",
        "540512.30, 540212, 54, MALFORMED",
        "540512.30, 54040.00, 54, MALFORMED",
        "540512.30, 5403.30, 54, MALFORMED",
        "540512.30, '540512,30', 54, MALFORMED",
        "540512.30, 540501.23, 54, MALFORMED",
        "540512.30, 5405-1.00, 54, MALFORMED",
        "540512.30, 541410000000000.00, 54, MALFORMED",
        "5802CN, 5802HK, 58, MALFORMED",
        "5919Old Zhang Dumplings, '', 59, MISSING",
        "6007Chengdu, '', 60, MISSING",
        "6007Chengdu, 6002成都, 60, MALFORMED",
        "0105老张饺子馆, 0205老张饺子馆, 64/01, MISSING",
        "0105老张饺子馆, 0106老张饺子馆, 64/01, LENGTH",
        "0105老张饺子馆, 0104老张饺子馆, 64/??, MALFORMED"
    })
    void namesTheFieldThatIsWrong(String part, String replacement, String field, Fault fault) {
        refused(altered(part, replacement), field, fault);
    }

    @Test
    void refusesAFreeCodeWithAnAmount() {
        String text =
                altered("0312order-000001", "").replace("010212", "010211").replace("2663", "2647");
        String unchecked = text.substring(0, text.length() - 4);

        refused(unchecked + Checksum.of(unchecked), "54", Fault.UNEXPECTED);
    }

    @Test
    void refusesWhatIsNoCode() {
        refused("", "00", Fault.MALFORMED);
        refused("https://example.com/pay?m=002000100000018", "00", Fault.MALFORMED);
        refused("000201", "63", Fault.MISSING);
        refused(DYNAMIC.substring(0, DYNAMIC.length() - 8), "63", Fault.MISSING);
        refused(DYNAMIC + "\n", "63", Fault.TRAILING);
        refused(DYNAMIC + STATIC, "63", Fault.CHECKSUM);
        refused(DYNAMIC.replace("630499D1", "630399D"), "63", Fault.LENGTH);
        refused(DYNAMIC.replace("99D1", "99d1"), "63", Fault.CHECKSUM);
        refused(DYNAMIC + " ".repeat(513), "text", Fault.LENGTH);
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        String more = altered("5802CN", "5802CN6205abcde99041234");
        String within = altered("26630014cn.jiaozi.ecny", "26690014cn.jiaozi.ecny0402xy");

        assertThat(MerchantQr.of(more)).isEqualTo(BILL);
        assertThat(MerchantQr.of(within)).isEqualTo(BILL);
        assertThat(MerchantQr.of(altered("0002ZH", "0002JA")).chineseName()).isEmpty();
    }

    @Test
    void readsTheObjectsInAnyOrder() {
        assertThat(MerchantQr.of(altered("5303156540512.305802CN", "5802CN540512.305303156")))
                .isEqualTo(BILL);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.01", "99, 0.99", "100, 1.00", "999999999999, 9999999999.99"})
    void writesFenAsYuan(long fen, String yuan) {
        var qr = shop(Optional.of(new MerchantQr.Order("order-000001", fen)));

        assertThat(qr.text()).contains(DataObjects.write("54", yuan) + "5802CN");
        assertThat(MerchantQr.of(qr.text())).isEqualTo(qr);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_000_000_000L, Long.MAX_VALUE})
    void refusesAnAmountOutOfRange(long fen) {
        assertThatThrownBy(() -> new MerchantQr.Order("order-000001", fen)).hasMessageStartingWith("54 ");
    }

    @ParameterizedTest
    @CsvSource({
        "26/01, 00200010000001, false",
        "26/01, 002000100000018, true",
        "26/01, 0020001000000180, false",
        "26/01, 00200010000001x, false",
        "26/02, 00001, false",
        "26/02, 000001, true",
        "26/02, 0000001, false",
        "26/03, order, false",
        "26/03, order1, true",
        "26/03, order-00000000000000000000000001, true",
        "26/03, order-000000000000000000000000001, false",
        "26/03, order 1, false",
        "52, 581, false",
        "52, 5812, true",
        "52, 58120, false",
        "59, '', false",
        "59, O, true",
        "59, ' O', false",
        "59, Old Zhang Dumplings Chengd, false",
        "59, Old Zhang Dumplings Cheng, true",
        "59, 老张饺子馆, false",
        "60, '', false",
        "60, C, true",
        "60, Chengdu Sichuan, true",
        "60, Chengdu Sichuan1, false",
        "64/01, '', false",
        "64/01, 馆, true",
        "64/01, 饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺, true",
        "64/01, 饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺饺, false",
        "64/01, '饺\t子', false"
    })
    void knowsTheLimitsOfEachField(String field, String value, boolean good) {
        if (good) {
            assertThat(MerchantQr.of(with(field, value).text())).isEqualTo(with(field, value));
        } else {
            assertThatThrownBy(() -> with(field, value))
                    .isInstanceOf(MalformedCode.class)
                    .hasMessageStartingWith(field + " ");
        }
    }

    private static MerchantQr with(String field, String value) {
        return new MerchantQr(
                field.equals("26/01") ? value : BILL.merchantNo(),
                field.equals("26/02") ? Optional.of(value) : BILL.storeNo(),
                field.equals("26/03") ? Optional.of(new MerchantQr.Order(value, 1)) : BILL.order(),
                field.equals("52") ? value : BILL.categoryCode(),
                field.equals("59") ? value : BILL.name(),
                field.equals("60") ? value : BILL.city(),
                field.equals("64/01") ? Optional.of(value) : BILL.chineseName());
    }

    @Test
    void fitsIntoOneCodeAtItsLongest() {
        var longest = new MerchantQr(
                "002000100000018",
                Optional.of("000001"),
                Optional.of(new MerchantQr.Order("o".repeat(32), 999_999_999_999L)),
                "5812",
                "N".repeat(25),
                "C".repeat(15),
                Optional.of("𠮷".repeat(25)));

        assertThat(MerchantQr.of(longest.text())).isEqualTo(longest);
    }
}
