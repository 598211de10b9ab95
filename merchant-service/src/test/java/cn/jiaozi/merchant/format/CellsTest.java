package cn.jiaozi.merchant.format;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CellsTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                // As it is.
                Arguments.of("Tea 茶", "Tea 茶"),
                Arguments.of("阿卜杜勒·热合曼", "阿卜杜勒·热合曼"),
                Arguments.of("𠮷野家 㐂", "𠮷野家 㐂"),
                Arguments.of("", ""),
                // Quoted.
                Arguments.of("Noodles, large", "\"Noodles, large\""),
                Arguments.of("\"Best\" tea", "\"\"\"Best\"\" tea\""),
                Arguments.of("two\nlines", "\"two\nlines\""),
                Arguments.of("two\r\nlines", "\"two\r\nlines\""),
                // What a spreadsheet would calculate.
                Arguments.of("=1+1", "'=1+1"),
                Arguments.of("+86 138", "'+86 138"),
                Arguments.of("-5", "'-5"),
                Arguments.of("@SUM(A1)", "'@SUM(A1)"),
                Arguments.of("\t=1", "'\t=1"),
                Arguments.of("\r=1", "\"'\r=1\""),
                Arguments.of("\n=1", "\"'\n=1\""),
                Arguments.of("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
                Arguments.of("a=1", "a=1\t"),
                Arguments.of("'12", "'12\t"),
                // What it would shorten or take for a day.
                Arguments.of("0020000000000014", "0020000000000014\t"),
                Arguments.of("1234567890123456789", "1234567890123456789\t"),
                Arguments.of("7", "7\t"),
                Arguments.of("007", "007\t"),
                Arguments.of("1E5", "1E5\t"),
                Arguments.of(".5", ".5\t"),
                Arguments.of("12:30", "12:30\t"),
                Arguments.of("2026-11-28", "2026-11-28\t"),
                Arguments.of("1/2", "1/2\t"),
                Arguments.of("0-12-1", "0-12-1\t"),
                Arguments.of("1,000", "\"1,000\t\""),
                Arguments.of("1+1", "1+1\t"),
                Arguments.of("$5", "$5\t"),
                Arguments.of("¥12.30", "¥12.30\t"),
                Arguments.of("  12", "  12\t"),
                Arguments.of("\u00A012", "\u00A012\t"),
                Arguments.of("\u22125", "\u22125\t"),
                Arguments.of("5月3日", "5月3日\t"),
                Arguments.of("３４５", "３４５\t"),
                Arguments.of("٣٤", "٣٤\t"),
                Arguments.of("۳۴", "۳۴\t"),
                Arguments.of("༣༤", "༣༤\t"),
                Arguments.of("᠓᠔", "᠓᠔\t"),
                Arguments.of("三十四", "三十四"),
                Arguments.of("TRUE", "TRUE\t"),
                Arguments.of("False", "False\t"),
                Arguments.of("order-0001", "order-0001\t"),
                Arguments.of("10:30 AM", "10:30 AM\t"),
                Arguments.of("Jan 5", "Jan 5\t"),
                Arguments.of("True tea", "True tea"),
                Arguments.of("trub", "trub"),
                Arguments.of("falsch", "falsch"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void keepsATextAsItIs(String said, String cell) {
        assertThat(line(cells -> cells.text(said))).isEqualTo(cell + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00",
        "1, 0.01",
        "9, 0.09",
        "10, 0.10",
        "99, 0.99",
        "100, 1.00",
        "123456, 1234.56",
        "-1, -0.01",
        "-30, -0.30",
        "-100, -1.00",
        "999999999999, 9999999999.99",
        "9223372036854775807, 92233720368547758.07"
    })
    void writesFenAsYuan(long fen, String yuan) {
        assertThat(line(cells -> cells.yuan(fen))).isEqualTo(yuan + "\n");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00%", "1, 0.01%", "38, 0.38%", "60, 0.60%", "100, 1.00%", "1000, 10.00%"})
    void writesBasisPointsAsPerCent(int basisPoints, String rate) {
        assertThat(line(cells -> cells.rate(basisPoints))).isEqualTo(rate + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T15:59:59Z, 2026-11-27 23:59:59",
        "2026-11-27T16:00:00Z, 2026-11-28 00:00:00",
        "2026-12-31T16:00:00Z, 2027-01-01 00:00:00",
        "2028-02-29T01:02:03Z, 2028-02-29 09:02:03",
        "1999-12-31T15:59:59Z, 1999-12-31 23:59:59"
    })
    void writesMomentsAsClocksInChinaShowThem(Instant at, String time) {
        assertThat(line(cells -> cells.time(at.getEpochSecond()))).isEqualTo(time + "\n");
    }

    @Test
    void separatesCellsAndLines() {
        var out = new Bytes();
        var cells = new Cells();
        cells.to(out);
        cells.line("a,b,c");
        cells.text("x").empty().count(3);
        cells.endLine();
        cells.empty().empty().empty();
        cells.endLine();

        assertThat(new String(out.take(), StandardCharsets.UTF_8)).isEqualTo("a,b,c\nx,,3\n,,\n");
    }

    private static String line(Consumer<Cells> write) {
        var out = new Bytes();
        var cells = new Cells();
        cells.to(out);
        write.accept(cells);
        cells.endLine();
        return new String(out.take(), StandardCharsets.UTF_8);
    }
}
