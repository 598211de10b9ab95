package cn.jiaozi.payment.upload;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.payment.Offline;
import cn.jiaozi.payment.OfflineServiceTest;
import cn.jiaozi.payment.Ring;
import cn.jiaozi.payment.payment.Traffic;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.Piece;
import cn.jiaozi.testkit.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

class UploadServiceIT extends OfflineServiceTest {
    private final Offline offline;
    private final DatabaseClient database;
    private final Traffic traffic;

    UploadServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient database, @Autowired Traffic traffic) {
        this.offline = new Offline(http);
        this.database = database;
        this.traffic = traffic;
    }

    @Test
    void isJudgedWhileOthersPayWithTheNetwork() {
        var till = offline.aTill();
        traffic.began();
        var path = offline.upload(till.token(), unreadable(till, 2));

        Awaitility.await().until(() -> {
            traffic.began();
            return offline.get(till.token(), path).at("state").equals("JUDGED");
        });
    }

    @Test
    void goesOnAfterEachPieceInAnyOrder() {
        var till = offline.aTill();
        var batch = unreadable(till, 4);
        var id = Ring.anId();
        var path = path(id);

        assertThat(offline.put(till.token(), path, Offline.announcement(batch)).status())
                .isEqualTo(201);
        for (var step : List.of(2, 0, 3)) {
            assertThat(offline.putPiece(till.token(), id, step, bytes(batch, step)))
                    .isEqualTo(200);
            assertThat(offline.putPiece(till.token(), id, step, bytes(batch, step)))
                    .isEqualTo(200);
            var again = offline.put(till.token(), path, Offline.announcement(batch));
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.at("state")).isEqualTo("RECEIVING");
        }
        assertThat(offline.get(till.token(), path).at("missing")).isEqualTo(List.of(1));
        assertThat(offline.putPiece(till.token(), id, 1, bytes(batch, 1))).isEqualTo(200);

        var judged = offline.awaitJudged(till.token(), path);
        assertThat(judged.at("missing")).isEqualTo(List.of());
        assertThat(Offline.verdicts(judged)).isEqualTo(Map.of("MALFORMED", 4));
        assertThat(offline.putPiece(till.token(), id, 1, bytes(batch, 1))).isEqualTo(200);
        assertThat(Offline.verdicts(offline.get(till.token(), path))).isEqualTo(Map.of("MALFORMED", 4));
    }

    @Test
    void judgesOthersWhileAPieceCannotBe() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var spoiled = Offline.batch(till, chip.pay(till.holder(), 1));
        database.sql("alter table voucher_copy add constraint spoiled check (amount_fen <> 1) not valid")
                .then()
                .block();

        var first = offline.upload(till.token(), spoiled);
        var second = offline.judged(till.token(), Offline.batch(till, chip.pay(till.holder(), 2)));

        assertThat(Offline.verdicts(second)).isEqualTo(Map.of("ACCEPTED", 1));
        assertThat(offline.get(till.token(), first).at("waiting")).isEqualTo(1);
        database.sql("alter table voucher_copy drop constraint spoiled").then().block();
        assertThat(Offline.verdicts(offline.awaitJudged(till.token(), first))).isEqualTo(Map.of("ACCEPTED", 1));
    }

    @Test
    void keepsAnIdForOneBatchOfOneCaller() {
        var till = offline.aTill();
        var other = offline.aTill();
        var id = Ring.anId();
        offline.put(till.token(), path(id), Offline.announcement(unreadable(till, 1)));

        var conflict = offline.put(till.token(), path(id), Offline.announcement(unreadable(till, 2)));
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.at("errors").toString()).contains("/header");
        assertThat(offline.get(other.token(), path(id)).status()).isEqualTo(404);
        assertThat(offline.put(other.token(), path(id), Offline.announcement(unreadable(other, 1)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void refusesOtherBytesThanWereDeclared() {
        var till = offline.aTill();
        var batch = unreadable(till, 2);
        var id = Ring.anId();
        offline.put(till.token(), path(id), Offline.announcement(batch));

        assertThat(offline.putPiece(till.token(), id, 0, bytes(batch, 1))).isEqualTo(400);
        assertThat(offline.putPiece(till.token(), id, 2, bytes(batch, 1))).isEqualTo(400);
        assertThat(offline.putPiece(till.token(), id, 0, new byte[Piece.LONGEST]))
                .isEqualTo(400);
        assertThat(offline.putPiece(till.token(), id, 0, new byte[Piece.LONGEST + 1]))
                .isEqualTo(413);
        assertThat(offline.get(till.token(), path(id)).at("missing")).isEqualTo(List.of(0, 1));
    }

    @Test
    void takesBatchesOfTheirUploadersAlone() {
        var till = offline.aTill();
        var other = offline.aTill();
        var chip = offline.aChip();
        var ofChip = Offline.batch(chip.holder, List.of(), List.of(Octets.of(new byte[1])));
        var path = path(Ring.anId());

        assertThat(offline.put(other.token(), path, Offline.announcement(unreadable(till, 1)))
                        .status())
                .isEqualTo(403);
        assertThat(offline.put(till.token(), path, Offline.announcement(ofChip)).status())
                .isEqualTo(403);
        var customer = TestTokens.of("person-" + chip.purse(), "CUSTOMER");
        offline.awaitKnown(chip);
        assertThat(offline.put(TestTokens.of("somebody", "CUSTOMER"), path, Offline.announcement(ofChip))
                        .status())
                .isEqualTo(403);
        assertThat(offline.put(customer, path, Offline.announcement(ofChip)).status())
                .isEqualTo(201);
        assertThat(offline.put(TestTokens.of("clerk", "OPERATOR"), path, Offline.announcement(ofChip))
                        .status())
                .isEqualTo(201);
        assertThat(offline.put(TestTokens.of("m", "MERCHANT"), path, Offline.announcement(ofChip))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        var till = offline.aTill();
        var stranger = Offline.holder(
                CertificateRole.TERMINAL,
                till.holder().party(),
                Offline.operator(CertificateAuthority.root(
                        "Other Root",
                        SigningKey.generate(Curve.SM2),
                        Instant.now().minus(Duration.ofDays(400)),
                        Duration.ofDays(7_300),
                        new Random())));
        var right = Offline.announcement(unreadable(till, 1));

        assertThat(pointer(
                        till,
                        Offline.announcement(Offline.batch(stranger, List.of(), List.of(Octets.of(new byte[1]))))))
                .contains("/certificate");
        assertThat(pointer(till, with(right, "header", "!"))).contains("/header");
        assertThat(pointer(till, with(right, "header", right.getOrDefault("certificate", ""))))
                .contains("/header");
        assertThat(pointer(till, with(right, "certificate", right.getOrDefault("operator", ""))))
                .contains("/certificate");
        assertThat(pointer(till, with(right, "operator", "AA=="))).contains("/operator");
        assertThat(pointer(till, with(right, "pieces", List.of("0".repeat(64)))))
                .contains("/pieces");
        assertThat(pointer(till, with(right, "pieces", List.of("x")))).contains("/pieces/0");
        assertThat(pointer(till, with(right, "pieces", List.of()))).contains("/pieces");
        assertThat(pointer(till, with(right, "statement", "AA=="))).contains("/statement");
    }

    private String pointer(Offline.Till till, Map<String, Object> body) {
        var answer = offline.put(till.token(), path(Ring.anId()), body);
        assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(400);
        return String.valueOf(answer.at("errors"));
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        var other = new HashMap<>(body);
        other.put(field, value);
        return other;
    }

    private static Batch unreadable(Offline.Till till, int count) {
        return Offline.batch(
                till.holder(),
                List.of(),
                IntStream.range(0, count)
                        .mapToObj(i -> Octets.of(new byte[] {(byte) i}))
                        .toList());
    }

    private static byte[] bytes(Batch batch, int piece) {
        return batch.pieces().get(piece).encoded();
    }

    private static String path(String id) {
        return "/v1/voucher-batches/" + id;
    }
}
