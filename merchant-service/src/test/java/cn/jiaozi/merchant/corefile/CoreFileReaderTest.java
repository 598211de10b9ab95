package cn.jiaozi.merchant.corefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.CoreText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoreFileReaderTest {
    private static final String WALLET = "0020000000000014";
    private static final CoreText FILE = new CoreText()
            .row("r-1", "DEBIT", 100, "DONE", WALLET)
            .row("r-2", "CREDIT", 30, "DONE", WALLET)
            .row("r-3", "RETURN", 5, "DONE", WALLET)
            .row("r-4", "DEBIT", 7, "REFUSED", WALLET);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 100_000})
    void readsAFileInWhateverPiecesItComes(int size) {
        var reader = new CoreFileReader(9);
        var lines = read(reader, FILE.text(), size) + reader.rest().orElse("");

        assertThat(lines.lines())
                .hasSize(4)
                .first()
                .isEqualTo("9,2,r-1,DEBIT,100,DONE,CB000000,0020000000000014,2026-11-28T16:00:00.000001+08:00");
        assertThat(lines.lines().toList().getLast()).startsWith("9,5,r-4,");
        var totals = reader.end();
        assertThat(totals.lines()).isEqualTo(4);
        assertThat(totals.doneCount()).isEqualTo(3);
        assertThat(totals.debitFen()).isEqualTo(105);
        assertThat(totals.creditFen()).isEqualTo(30);
    }

    @Test
    void handsOutNoMoreThanABatchAtATime() {
        var file = new CoreText();
        for (int i = 0; i < 12_000; i++) {
            file.row("r-" + i, "DEBIT", 1, "DONE", WALLET);
        }
        var reader = new CoreFileReader(1);
        var text = file.text().getBytes(StandardCharsets.UTF_8);
        int most = 0;
        long all = 0;
        for (int from = 0; from < text.length; from += 8_192) {
            var batch = reader.read(Arrays.copyOfRange(text, from, Math.min(from + 8_192, text.length)));
            int lines = (int) batch.orElse("").lines().count();
            most = Math.max(most, lines);
            all += lines;
        }
        all += reader.rest().orElse("").lines().count();

        assertThat(most).isBetween(5_000, 5_200);
        assertThat(all).isEqualTo(12_000);
        assertThat(reader.end().lines()).isEqualTo(12_000);
    }

    static Stream<Arguments> flaws() {
        var body = FILE.body();
        var trailer = FILE.trailer();
        return Stream.of(
                Arguments.of("", "line 1", "cut off"),
                Arguments.of("requestId\n", "line 1", "header"),
                Arguments.of(body, "line 6", "cut off"),
                Arguments.of(body.substring(0, body.length() - 20), "line 5", "cut off"),
                Arguments.of(body + trailer.substring(0, 30), "line 6", "cut off"),
                Arguments.of(body + trailer + "\n", "line 7", "after the trailer"),
                Arguments.of(body.replace(",100,", ",101,") + trailer, "line 6", "come to"),
                Arguments.of(
                        body.replace("r-2,CREDIT,30", "r-2,CREDIT,31").replace("r-1,DEBIT,100", "r-1,DEBIT,99")
                                + trailer,
                        "line 6",
                        "come to"),
                Arguments.of(body.replace("CB000000", "CB000009") + trailer, "line 6", "come to"),
                Arguments.of(body.replace("r-2,CREDIT,30", "r-2,CREDIT,x") + trailer, "line 3", "amountFen"),
                Arguments.of(body.replace("r-4", "r".repeat(400)) + trailer, "line 5", "longer"),
                Arguments.of("r".repeat(100_000), "line 1", "longer"),
                Arguments.of(body.replace("\n", "\r\n") + trailer, "line 1", "header"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void namesTheLineThatIsWrong(String text, String line, String what) {
        var reader = new CoreFileReader(1);
        var _ = read(reader, text, 50);

        var _ = reader.rest();
        assertThatThrownBy(reader::end)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors()).singleElement().satisfies(error -> {
                            Assertions.assertThat(error.pointer()).isEqualTo(line);
                            Assertions.assertThat(error.detail()).contains(what);
                        }));
    }

    @Test
    void refusesWhatIsNotText() {
        var reader = new CoreFileReader(1);
        var _ = reader.read((FILE.body().lines().findFirst().orElseThrow() + "\n").getBytes(StandardCharsets.UTF_8));
        var _ = reader.read(new byte[] {(byte) 0xff, '\n'});

        assertThatThrownBy(reader::end)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem ->
                                assertThat(problem.errors().getFirst().detail()).contains("UTF-8"));
    }

    private static String read(CoreFileReader reader, String text, int size) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var lines = new StringBuilder();
        for (int from = 0; from < bytes.length; from += size) {
            reader.read(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length)))
                    .ifPresent(lines::append);
        }
        return lines.toString();
    }
}
