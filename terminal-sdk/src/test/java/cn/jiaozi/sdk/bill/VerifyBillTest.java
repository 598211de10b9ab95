package cn.jiaozi.sdk.bill;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.receipt.ClearEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A day of a teahouse: one sale the day before, two sales, a refund and a hold on it, one sale the day after.
class VerifyBillTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final String SHOP = "wallet:0010000000000016:available";
    private static final String ZHANG = "wallet:0020000000000014:available";
    private static final String SHOP_ID = "0010000000000016";

    private static final String HEAD =
            "bookTime,entryId,bizId,bizType,direction,amount,balanceAfter,counterparty,remark,voucherNo\n";
    private static final String ROWS = """
            2026-11-28 20:00:00,0-3-1\t,payment:2,CONSUME,IN,12.30,22.30,****0014,茶,
            2026-11-28 20:00:00,0-4-1\t,refund:1,CONSUME,OUT,2.00,20.30,****0014,"茶, 一",
            2026-11-28 20:00:00,0-6-1\t,payment:3,CONSUME,IN,0.01,20.31,****0014,茶,
            """;
    private static final String SUMMARY = """
            inCount,inTotal,outCount,outTotal,openingBalance,closingBalance
            2,12.31,1,2.00,10.00,20.31
            """;

    @TempDir
    private Path dir = Path.of("");

    private Ledger ledger = new Ledger();
    private String blocks = "";
    private String checkpoints = "";

    @BeforeEach
    void keepBooks() throws IOException {
        ledger = new Ledger()
                .post(DAY.minusDays(1), "payment:1", ZHANG, SHOP, 1000)
                .post(DAY.minusDays(1), "payment:x", ZHANG, "wallet:y:available", 7)
                .post(DAY, "payment:2", ZHANG, SHOP, 1230)
                .post(DAY, "refund:1", SHOP, ZHANG, 200)
                .enter("HOLD", DAY, "payout:1", new ClearEntry.Leg(SHOP, "core:1:clearing", 5))
                .post(DAY, "payment:3", ZHANG, SHOP, 1)
                .post(DAY.plusDays(1), "payment:4", ZHANG, SHOP, 9)
                .post(DAY.plusDays(1), "payment:5", ZHANG, SHOP, 9);
        blocks = ledger.lines(1);
        checkpoints = ledger.checkpoint(4);
        Files.writeString(
                dir.resolve("operator.pem"), Ledger.OPERATOR.verifying().pem());
    }

    @Test
    void provesABillThatHasEveryMovement() throws IOException {
        assertThat(verify(HEAD + ROWS + SUMMARY))
                .contains(
                        "3 movements",
                        "opening 1000 + in 1231 - out 200 = closing 2031 fen",
                        "what all earlier entries")
                .contains("1 published checkpoints", "Proven under the given key");
    }

    @Test
    void needsNoMoreBlocksThanThoseAroundTheDay() throws IOException {
        blocks = ledger.lines(1).lines().skip(1).reduce("", (all, line) -> all + line + "\n");

        assertThat(verify(HEAD + ROWS + SUMMARY)).startsWith("NOT proven. COVERAGE");

        ledger.post(DAY.plusDays(2), "payment:6", ZHANG, SHOP, 9).post(DAY.plusDays(2), "payment:7", ZHANG, SHOP, 9);
        blocks = ledger.lines(3);
        assertThat(verify(nextDay("0-8-1"))).contains("2 movements", "follows from the first movement");
    }

    private static String nextDay(String second) {
        return HEAD + """
                2026-11-29 20:00:00,0-7-1\t,payment:4,CONSUME,IN,0.09,20.40,****0014,茶,
                2026-11-29 20:00:00,%s\t,payment:5,CONSUME,IN,0.09,20.49,****0014,茶,
                inCount,inTotal,outCount,outTotal,openingBalance,closingBalance
                2,0.18,0,0.00,20.31,20.49
                """.formatted(second);
    }

    @Test
    void readsGb18030AsWell() throws IOException {
        var text = HEAD + ROWS + SUMMARY;
        Files.write(dir.resolve("bill.csv"), ended(text, Charset.forName("GB18030"), ""));

        assertThat(run("--day", DAY.toString())).contains("3 movements");
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                flaw("MISSING_ROW", HEAD + lines(0, 2) + SUMMARY),
                flaw("MISSING_ROW", HEAD + lines(0, 1) + SUMMARY),
                flaw("EXTRA_ROW", HEAD + ROWS + ROWS.lines().toList().getLast() + "\n" + SUMMARY),
                flaw("MISSING_ROW", HEAD + lines(1, 0, 2) + SUMMARY),
                flaw("ROW", (HEAD + ROWS + SUMMARY).replace(",12.30,", ",12.31,")),
                flaw("ROW", (HEAD + ROWS + SUMMARY).replace("OUT,2.00", "IN,2.00")),
                flaw("ROW", (HEAD + ROWS + SUMMARY).replace("payment:3", "payment:4")),
                flaw("ROW", (HEAD + ROWS + SUMMARY).replace("refund:1,CONSUME", "refund:1,REFUND")),
                flaw("BALANCE", (HEAD + ROWS + SUMMARY).replace(",20.30,", ",20.31,")),
                flaw(
                        "BALANCE",
                        HEAD
                                + ROWS.replace("22.30", "22.31")
                                        .replace("20.30", "20.31")
                                        .replace("0.01,20.31", "0.01,20.32")
                                + SUMMARY.replace("10.00,20.31", "10.01,20.32")),
                flaw("SUMMARY", HEAD + ROWS + SUMMARY.replace("2,12.31", "3,12.31")),
                flaw("SUMMARY", HEAD + ROWS + SUMMARY.replace("20.31", "20.32")),
                flaw("MALFORMED", (HEAD + ROWS + SUMMARY).replace("12.30", "12.3")),
                flaw("MALFORMED", (HEAD + ROWS + SUMMARY).replace(",IN,", ",in,")),
                flaw("MALFORMED", HEAD.replace("entryId", "entry") + ROWS + SUMMARY),
                flaw("MALFORMED", HEAD + ROWS),
                flaw("MALFORMED", ""));
    }

    private static Arguments flaw(String kind, String bill) {
        return Arguments.of(kind, bill);
    }

    private static String lines(int... numbers) {
        var all = ROWS.lines().toList();
        var some = new StringBuilder();
        for (int number : numbers) {
            some.append(all.get(number)).append('\n');
        }
        return some.toString();
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void namesTheFirstFlawOfABill(String kind, String bill) throws IOException {
        assertThat(verify(bill)).startsWith("NOT proven. " + kind + ":");
    }

    @Test
    void namesAnAlteredFile() throws IOException {
        byte[] file = ended(HEAD + ROWS + SUMMARY, StandardCharsets.UTF_8, "\uFEFF");
        file[HEAD.length() + 10]++;
        Files.write(dir.resolve("bill.csv"), file);

        assertThat(run("--day", DAY.toString())).startsWith("NOT proven. DIGEST:");
    }

    @Test
    void believesNoBlocksButTheOperators() throws IOException {
        blocks = blocks.replace("payment:3", "payment:8");
        assertThat(verify(HEAD + ROWS + SUMMARY)).startsWith("NOT proven. BLOCK: INCLUSION");

        keepBooks();
        var lines = new ArrayList<>(blocks.lines().toList());
        lines.remove(1);
        blocks = String.join("\n", lines);
        assertThat(verify(HEAD + ROWS + SUMMARY)).startsWith("NOT proven. CHAIN");

        keepBooks();
        checkpoints = checkpoints.replaceFirst("\"hash\":\"..", "\"hash\":\"00");
        assertThat(verify(HEAD + ROWS + SUMMARY)).startsWith("NOT proven. CHAIN");

        keepBooks();
        blocks = blocks.lines().limit(3).reduce("", (all, line) -> all + line + "\n");
        assertThat(verify(HEAD + ROWS + SUMMARY)).startsWith("NOT proven. COVERAGE");
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(run("--dey", "2026-11-28")).startsWith("usage: verify bill");
    }

    private String verify(String bill) throws IOException {
        Files.write(dir.resolve("bill.csv"), ended(bill, StandardCharsets.UTF_8, "\uFEFF"));
        return run("--day", bill.contains("payment:5") ? "2026-11-29" : DAY.toString());
    }

    private static byte[] ended(String bill, Charset charset, String mark) {
        var above = (mark + bill).getBytes(charset);
        var out = new ByteArrayOutputStream();
        out.writeBytes(above);
        out.writeBytes(("<END>,3," + sha256(above) + "\n").getBytes(charset));
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String run(String option, String value) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        try {
            Files.writeString(dir.resolve("blocks.jsonl"), blocks);
            Files.writeString(dir.resolve("checkpoints.jsonl"), checkpoints);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        VerifyBill.run(
                List.of(
                        dir.resolve("bill.csv").toString(),
                        "--wallet",
                        SHOP_ID,
                        "--blocks",
                        dir.resolve("blocks.jsonl").toString(),
                        "--key",
                        dir.resolve("operator.pem").toString(),
                        "--checkpoints",
                        dir.resolve("checkpoints.jsonl").toString(),
                        option,
                        value),
                stream,
                stream);
        return out.toString(StandardCharsets.UTF_8);
    }
}
