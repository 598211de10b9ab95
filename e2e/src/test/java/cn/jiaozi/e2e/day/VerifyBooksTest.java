package cn.jiaozi.e2e.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `docs/verify_books.py` over two days of one merchant: as they should be, and with each kind of flaw.
class VerifyBooksTest {
    private static final Path PROGRAM = Path.of("..", "docs", "verify_books.py").toAbsolutePath();
    private static final String MERCHANT = "002000100000001";
    private static final String FIRST = "2026-11-27";
    private static final String SECOND = "2026-11-28";

    private static final String FLOW_HEAD =
            "bookTime,entryId,bizId,bizType,direction,amount,balanceAfter,counterparty,remark,voucherNo\n";
    private static final String FLOW_SUMMARY = "inCount,inTotal,outCount,outTotal,openingBalance,closingBalance\n";
    private static final String TRADE_HEAD =
            "tradeTime,paymentId,refundId,state,orderAmount,paidAmount,refundAmount,goods,fee\n";
    private static final String TRADE_SUMMARY = "count,orderTotal,paidTotal,redPacketTotal,refundTotal,feeTotal\n";
    private static final String SETTLEMENT_HEAD = "settleDate,payoutId,grossPay,refund,fee,adjust,net,state,bankRef\n";
    private static final String SETTLEMENT_SUMMARY = "count,grossTotal,refundTotal,feeTotal,adjustTotal,netTotal\n";
    private static final String GL_HEAD =
            "voucherNo,accountingDate,branchCode,subjectCode,subjectName,side,amountFen,amount,entryCount\n";

    @TempDir
    private Path dir = Path.of("");

    @BeforeEach
    void writeBooks() throws IOException {
        write(FIRST, "FUND_FLOW", FLOW_HEAD + """
                2026-11-27 09:00:00,0-1-1\t,payment:0197b2c4-0001-7f80-9a1b-2c3d4e5f6071,CONSUME,IN,12.30,12.30,****0014,茶,
                2026-11-27 09:00:01,0-2-1\t,fee:0197b2c4-0001-7f80-9a1b-2c3d4e5f6071,FEE,OUT,0.05,12.25,core:0001:fee-income,,
                """ + FLOW_SUMMARY + "1,12.30,1,0.05,0.00,12.25\n");
        write(FIRST, "TRADE_ALL", TRADE_HEAD + """
                2026-11-27 09:00:00,payment:0197b2c4-0001-7f80-9a1b-2c3d4e5f6071,,SUCCESS,12.30,12.30,0.00,"茶, 一壶",0.05
                """ + TRADE_SUMMARY + "1,12.30,12.30,0.00,0.00,0.05\n");
        write(FIRST, "SETTLEMENT", SETTLEMENT_HEAD + SETTLEMENT_SUMMARY + "0,0.00,0.00,0.00,0.00,0.00\n");
        camt(FIRST, "0.00", "12.25", entry("0-1-1", "12.30", "CRDT") + entry("0-2-1", "0.05", "DBIT"));
        ledger(FIRST, """
                20261127-000001,2026-11-27,0001,I1,手续费收入,C,5,0.05,1
                20261127-000002,2026-11-27,0001,L1,钱包可用,D,1235,12.35,2
                20261127-000003,2026-11-27,0001,L1,钱包可用,C,1230,12.30,1
                ,2026-11-27,,,合计,D,1235,12.35,2
                ,2026-11-27,,,合计,C,1235,12.35,2
                """);

        write(SECOND, "FUND_FLOW", FLOW_HEAD + """
                2026-11-28 09:00:00,0-3-1\t,refund:0197b2c4-0002-7f80-9a1b-2c3d4e5f6071,REFUND,OUT,2.30,9.95,****0014,茶,
                2026-11-28 09:00:01,0-4-1\t,fee:0197b2c4-0002-7f80-9a1b-2c3d4e5f6071,FEE_RETURN,IN,0.01,9.96,core:0001:fee-income,,
                2026-11-28 09:00:02,0-6-1\t,payout:1,PAYOUT,OUT,9.00,0.96,core:0001:clearing,,
                2026-11-28 09:00:03,0-7-1\t,payout:1,PAYOUT_RETURN,IN,9.00,9.96,core:0001:clearing,,
                """ + FLOW_SUMMARY + "2,9.01,2,11.30,12.25,9.96\n");
        write(SECOND, "TRADE_ALL", TRADE_HEAD + """
                2026-11-28 09:00:00,payment:0197b2c4-0001-7f80-9a1b-2c3d4e5f6071,refund:0197b2c4-0002-7f80-9a1b-2c3d4e5f6071,REFUND,0.00,0.00,2.30,茶,-0.01
                """ + TRADE_SUMMARY + "1,0.00,0.00,0.00,2.30,-0.01\n");
        write(SECOND, "SETTLEMENT", SETTLEMENT_HEAD + """
                2026-11-28,1,12.30,2.30,0.04,-0.96,9.00,RETURNED,B1
                2026-11-28,1,0.00,0.00,0.00,-9.00,-9.00,RETURNED,B1
                """ + SETTLEMENT_SUMMARY + "2,12.30,2.30,0.04,-9.96,0.00\n");
        camt(
                SECOND,
                "12.25",
                "9.96",
                entry("0-3-1", "2.30", "DBIT")
                        + entry("0-4-1", "0.01", "CRDT")
                        + entry("0-6-1", "9.00", "DBIT")
                        + entry("0-7-1", "9.00", "CRDT"));
        ledger(SECOND, """
                20261128-000001,2026-11-28,0001,A3,与核心清算,D,900,9.00,1
                20261128-000002,2026-11-28,0001,A3,与核心清算,C,900,9.00,1
                20261128-000003,2026-11-28,0001,I1,手续费收入,D,1,0.01,1
                20261128-000004,2026-11-28,0001,L1,钱包可用,D,1130,11.30,2
                20261128-000005,2026-11-28,0001,L1,钱包可用,C,1131,11.31,3
                ,2026-11-28,,,合计,D,2031,20.31,4
                ,2026-11-28,,,合计,C,2031,20.31,4
                """);
    }

    @Test
    void findsThatEverythingAgrees() throws IOException, InterruptedException {
        assertThat(verified())
                .isEqualTo(
                        "2 days, 1 wallets, 10 files, 6 movements: everything agrees to the fen; 0 fees and 0 fen of refunds are still owed\n");
    }

    /// What is replaced in which file, and what is said of it. The file's digest is made anew.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-27 | FUND_FLOW  | IN,12.30,12.30   | IN,12.31,12.31   | the balance after it",
                "2026-11-27 | FUND_FLOW  | ,12.25,core      | ,12.24,core      | the balance after it",
                "2026-11-27 | FUND_FLOW  | 0.05,0.00,12.25  | 0.05,0.00,12.26  | the closing balance",
                "2026-11-28 | FUND_FLOW  | 11.30,12.25      | 11.30,12.24      | the closing balance of the day before",
                "2026-11-28 | FUND_FLOW  | 2,9.01,          | 3,9.01,          | inCount",
                "2026-11-28 | FUND_FLOW  | 2,9.01,          | 2,9.02,          | inTotal",
                "2026-11-28 | FUND_FLOW  | OUT,2.30         | OFF,2.30         | it is no movement",
                "2026-11-27 | TRADE_ALL  | 12.30,12.30,0.00,0.00 | 12.30,12.31,0.00,0.00 | paidTotal",
                "2026-11-27 | TRADE_ALL  | 12.30            | 12.31            | the fund flow's sales",
                "2026-11-28 | TRADE_ALL  | 2.30             | 2.29             | the fund flow's refunds",
                "2026-11-28 | TRADE_ALL  | 2.30             | 2.31             | what was advanced",
                "2026-11-28 | FUND_FLOW  | REFUND,OUT       | FEE_RETURN,OUT   | the fee (the trade bill's)",
                "2026-11-27 | FUND_FLOW  | FEE,OUT          | REFUND_RECOVERY,OUT | of which 0 is owed",
                "2026-11-27 | TRADE_ALL  | 0.05             | 0.06             | the fee (the trade bill's)",
                "2026-11-28 | SETTLEMENT | -0.96,9.00       | -0.95,9.00       | net is",
                "2026-11-28 | SETTLEMENT | -9.00,-9.00      | -8.00,-8.00      | netTotal",
                "2026-11-27 | CAMT_053   | 12.25</Amt>      | 12.24</Amt>      | the balances",
                "2026-11-28 | CAMT_053   | 2.30</Amt>       | 2.31</Amt>       | entry 1",
                "2026-11-28 | CAMT_054   | 0-7-1            | 0-8-1            | entry 4",
                "2026-11-27 | CAMT_054   | CNY              | EUR              | not in CNY",
                "2026-11-27 | gl         | C,5,0.05         | C,6,0.06         | total C",
                "2026-11-28 | gl         | D,1,0.01         | D,1,0.02         | amount of 20261128-000003"
            })
    void namesTheFirstDifference(String date, String kind, String from, String to, String said)
            throws IOException, InterruptedException {
        alter(date, kind, from, to);

        assertThat(verified()).startsWith("DIFFERENCE").contains(said, dir.toString());
    }

    @Test
    void holdsFeesOfTheBooksAgainstThoseOfMerchants() throws IOException, InterruptedException {
        alter(FIRST, "gl", "C,5,0.05", "C,4,0.04");
        alter(FIRST, "gl", "C,1230,12.30", "C,1231,12.31");

        assertThat(verified()).contains("fee income");
    }

    /// The wallet has paid 2.30 of 3.30.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 | 1.00 | 0 fees and 100 fen of refunds are still owed",
                "99 | 0.99 | what was advanced (the merchants' refunds less their wallets') is 99, but must be 100",
                "101 | 1.01 | what was advanced (the merchants' refunds less their wallets') is 101, but must be 100"
            })
    void holdsWhatWasAdvancedOfRefundsAgainstTheBooks(long fen, String yuan, String said)
            throws IOException, InterruptedException {
        alter(SECOND, "TRADE_ALL", "2.30", "3.30");
        ledger(SECOND, """
                20261128-000001,2026-11-28,0001,A3,与核心清算,D,900,9.00,1
                20261128-000002,2026-11-28,0001,A3,与核心清算,C,900,9.00,1
                20261128-000003,2026-11-28,0001,A6,商户垫付应收,D,%d,%s,1
                20261128-000004,2026-11-28,0001,I1,手续费收入,D,1,0.01,1
                20261128-000005,2026-11-28,0001,L1,钱包可用,D,1130,11.30,2
                20261128-000006,2026-11-28,0001,L1,钱包可用,C,%d,%d.%02d,4
                ,2026-11-28,,,合计,D,%d,0.00,5
                ,2026-11-28,,,合计,C,%d,0.00,5
                """.formatted(
                        fen, yuan, 1131 + fen, (1131 + fen) / 100, (1131 + fen) % 100, 2031 + fen, 2031 + fen));

        assertThat(verified()).contains(said);
    }

    @Test
    void missesADayOfAMerchantAndAnAlteredFile() throws IOException, InterruptedException {
        var file = path(FIRST, "FUND_FLOW");
        Files.writeString(file, Files.readString(file).replace("茶", "酒"));
        assertThat(verified()).contains("its SHA-256");

        writeBooks();
        try (var files = Files.walk(dir.resolve(SECOND).resolve(MERCHANT))) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(each -> each.toFile().delete());
        }
        assertThat(verified()).contains("fees given back");
    }

    private void alter(String date, String kind, String from, String to) throws IOException {
        var file = path(date, kind);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        String altered = text.replace(from, to);
        if (file.toString().endsWith(MERCHANT + "_" + kind + "_" + date.replace("-", "") + "_v1.csv")) {
            write(date, kind, altered.substring(1, altered.indexOf("<END>")));
        } else {
            Files.writeString(file, altered);
        }
    }

    private Path path(String date, String kind) {
        return switch (kind) {
            case "gl" -> dir.resolve(date).resolve("gl-" + date + ".csv");
            default ->
                dir.resolve(date)
                        .resolve(MERCHANT)
                        .resolve(MERCHANT + "_" + kind + "_" + date.replace("-", "") + "_v1."
                                + (kind.startsWith("CAMT") ? "xml" : "csv"));
        };
    }

    private void write(String date, String kind, String text) throws IOException {
        var above = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        out.writeBytes(above);
        long rows = text.lines().count() - 3;
        out.writeBytes(("<END>," + rows + "," + sha256(above) + "\n").getBytes(StandardCharsets.UTF_8));
        var file = path(date, kind);
        Files.createDirectories(file.getParent());
        Files.write(file, out.toByteArray());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ledger(String date, String rows) throws IOException {
        Files.writeString(path(date, "gl"), GL_HEAD + rows);
    }

    private void camt(String date, String opening, String closing, String entries) throws IOException {
        Files.writeString(
                path(date, "CAMT_053"),
                document(
                        "053", "BkToCstmrStmt", "Stmt", balance("OPBD", opening) + balance("CLBD", closing) + entries));
        Files.writeString(path(date, "CAMT_054"), document("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn", entries));
    }

    private static String document(String number, String root, String report, String content) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.%s.001.08"><%s><%s>%s</%s></%s></Document>
                """.formatted(number, root, report, content, report, root);
    }

    private static String balance(String code, String yuan) {
        return "<Bal><Tp><CdOrPrtry><Cd>" + code + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">" + yuan
                + "</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>";
    }

    private static String entry(String id, String yuan, String sign) {
        return "<Ntry><NtryRef>" + id + "</NtryRef><Amt Ccy=\"CNY\">" + yuan + "</Amt><CdtDbtInd>" + sign
                + "</CdtDbtInd></Ntry>";
    }

    private String verified() throws IOException, InterruptedException {
        var process = new ProcessBuilder("python3", PROGRAM.toString(), dir.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(said.startsWith("DIFFERENCE") ? 1 : 0);
        return said;
    }
}
