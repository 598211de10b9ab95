package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.id;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Holders.Holder;
import cn.jiaozi.e2e.offline.OfflinePurse;
import cn.jiaozi.e2e.offline.OfflineTill;
import cn.jiaozi.sdk.client.NoReply;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.BatchHeader;
import cn.jiaozi.sdk.upload.Piece;
import cn.jiaozi.sdk.voucher.Signed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// payment-service dies in the middle of an upload, and again while the vouchers are judged. The till goes on, and is
/// told what it is told of an equal batch that nothing has happened to.
class UploadKillIT {
    private static final String PAYMENT = "payment-service";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOADED = 5_000;

    private final Town town = Town.only();
    private final Town.Shop shop = town.shop("teahouse");

    /// What the bank says of a batch, without what is this batch's alone: ids, hashes and times.
    private record Report(JsonNode batch, List<JsonNode> vouchers, List<String> file) {}

    @Test
    void saysTheSameWhateverHasDiedMeanwhile() throws SQLException, InterruptedException {
        try (var calm = new Day();
                var disturbed = new Day()) {
            calm.uploadUntilDone();
            var expected = calm.report();
            assertThat(expected.file())
                    .containsExactly(
                            "index,verdict,flags,amountFen,effect,receivableFen,bearer",
                            "0,ACCEPTED,,100,PAID,0,NONE",
                            "1,ACCEPTED,COUNTER_GAP,200,PAID,0,NONE",
                            "2,DUPLICATE,,100,NONE,,NONE",
                            "3,MALFORMED,,,NONE,,PAYEE",
                            "4,ACCEPTED,,300,PAID,0,NONE",
                            "5,ACK_INVALID,,400,NONE,,PAYEE",
                            "6,DOUBLE_SPEND,,500,PAID,500,ISSUER",
                            "7,ACCEPTED,,600,PAID,0,NONE");

            killedWhileItWaitsFor(
                    "insert into shown_certificate values ('%s', '%s', '', now(), now(), '', '')"
                            .formatted(
                                    disturbed.second.chain().holder().subject(),
                                    disturbed.second.chain().holder().serial().hex()),
                    disturbed,
                    () -> assertThat(disturbed.rows("select number, arrived from voucher_piece"))
                            .isEqualTo(Map.of("0", "t", "1", "t", "2", "f", "3", "f")));
            killedWhileItWaitsFor("lock table voucher in share mode", disturbed, () -> {
                assertThat(disturbed.rows("select number, queued_at is not null from voucher_piece"))
                        .isEqualTo(Map.of("0", "t", "1", "t", "2", "t", "3", "t"));
                assertThat(disturbed.rows("select index, verdict from voucher_copy"))
                        .isEmpty();
            });

            disturbed.uploadUntilDone();
            assertThat(disturbed.report()).isEqualTo(expected);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(town.api
                                    .get(shop.token(), "/v1/merchants/" + shop.merchantNo() + "/sales")
                                    .number("soldFen"))
                            .isEqualTo(2 * 1_700));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    /// A transaction of ours has something in its hands; payment-service is killed as soon as it wants it.
    private void killedWhileItWaitsFor(String statement, Day day, Runnable check)
            throws SQLException, InterruptedException {
        try (var ours = DriverManager.getConnection(town.suite.jdbc("payment"));
                var held = ours.createStatement()) {
            ours.setAutoCommit(false);
            held.execute(statement);
            var upload = Thread.ofPlatform().start(day::uploadOnce);
            Awaitility.await("payment-service wants it").atMost(PATIENCE).until(() -> isWantedOf(ours));
            var process = town.suite.running().process(PAYMENT).orElseThrow();
            town.suite.kill(PAYMENT);
            process.onExit().join();
            upload.interrupt();
            upload.join();
            check.run();
            ours.rollback();
        }
        town.suite.awaitReady();
    }

    private static boolean isWantedOf(Connection ours) throws SQLException {
        try (var statement = ours.createStatement();
                var wanting = statement.executeQuery(
                        "select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))")) {
            return wanting.next();
        }
    }

    /// A till's day: two purses have paid, one of them and its clone with the same counter; and a batch that brings it
    /// in four pieces.
    private final class Day implements AutoCloseable {
        private final String id = id("batch");
        private final SigningKey key = SigningKey.generate(Curve.SM2);
        private final Till till = Till.activated(town.api, shop.token(), shop.merchantNo(), id("till"), key);
        private final OfflineTill uploader =
                OfflineTill.certified(town.api, town.suite.gateway(), till, key, id("certificate"));
        private final OfflinePurse second;
        private final Batch batch;

        Day() {
            int list = (int) Awaitility.await()
                    .until(() -> town.api.get(till.name(), "/v1/revocation-list"), answer -> answer.status() == 200)
                    .number("number");
            var zhang = town.classIi("zhang", 2 * LOADED);
            var owner = new Holder(zhang.party(), zhang.token(), zhang.walletId());
            var first = OfflinePurse.loaded(town.api, owner, id("purse"), LOADED);
            second = OfflinePurse.loaded(town.api, owner, id("purse"), LOADED);
            var clone = second.asLoaded();
            var paid = uploader.take(first, 100, list);
            var _ = uploader.take(first, 150, list);
            batch = inPieces(List.of(
                    List.of(paid, uploader.take(first, 200, list)),
                    List.of(paid, new Batch.Item(Octets.of(new byte[] {1}), first.chain(), Optional.empty())),
                    List.of(uploader.take(second, 300, list), spoiled(uploader.take(first, 400, list))),
                    List.of(uploader.take(clone, 500, list), uploader.take(second, 600, list))));
        }

        private Batch inPieces(List<List<Batch.Item>> pieces) {
            var parts = pieces.stream().map(uploader::batch).toList();
            var all = parts.stream().flatMap(part -> part.pieces().stream()).toList();
            var header = new BatchHeader(
                    uploader.chain().holder().subject(),
                    uploader.chain().holder().serial(),
                    parts.stream()
                            .mapToInt(part -> part.header().content().count())
                            .sum(),
                    parts.stream()
                            .mapToLong(part -> part.header().content().sumFen())
                            .sum(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    all.size(),
                    BatchHeader.content(all.stream().map(Piece::hash).toList()));
            return new Batch(Signed.by(key, header), uploader.chain(), all, Optional.empty());
        }

        /// Its last byte is another one.
        private static Batch.Item spoiled(Batch.Item item) {
            byte[] bytes = item.voucher().bytes();
            bytes[bytes.length - 1] ^= 1;
            return new Batch.Item(Octets.of(bytes), item.payer(), item.payee());
        }

        boolean uploadOnce() {
            try {
                return uploader.upload(id, batch).status() == 200;
            } catch (NoReply _) {
                return false;
            }
        }

        void uploadUntilDone() {
            Awaitility.await("it is uploaded").atMost(PATIENCE).until(this::uploadOnce);
            Awaitility.await("it is judged")
                    .atMost(PATIENCE)
                    .until(() -> town.api.get(till.name(), self()).text("state").equals("JUDGED"));
        }

        Report report() {
            var whole = town.api.get(till.name(), self()).body();
            var vouchers =
                    town.api.get(till.name(), self() + "/vouchers").body().path("vouchers");
            var file = town.api
                    .raw("GET", till.name(), self() + "/vouchers", "", Map.of("Accept", "text/csv"))
                    .body()
                    .asString();
            return new Report(
                    without(whole, "id", "uploader", "receivedAt"),
                    vouchers.valueStream()
                            .map(voucher -> without(voucher, "voucherId"))
                            .toList(),
                    file.lines().map(Day::withoutVoucherId).toList());
        }

        private static JsonNode without(JsonNode object, String... members) {
            return ((ObjectNode) object.deepCopy()).remove(List.of(members));
        }

        private static String withoutVoucherId(String line) {
            var fields = new ArrayList<>(List.of(line.split(",", -1)));
            fields.remove(1);
            return String.join(",", fields);
        }

        /// @param query two columns of a table that has a batch's id
        Map<String, String> rows(String query) {
            return town.books.rows(
                    "payment", query + " join voucher_batch b on b.id = batch_id where b.act_id = '" + id + "'");
        }

        private String self() {
            return "/v1/voucher-batches/" + id;
        }

        @Override
        public void close() {
            uploader.close();
        }
    }
}
