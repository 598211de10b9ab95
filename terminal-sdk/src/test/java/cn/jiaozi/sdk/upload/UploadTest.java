package cn.jiaozi.sdk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.client.ClientSettings;
import cn.jiaozi.sdk.client.Hasty;
import cn.jiaozi.sdk.client.NoReply;
import cn.jiaozi.sdk.client.Reply;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class UploadTest {
    private static final String ID = "batch-000001";
    private static final String PATH = "/v1/voucher-batches/" + ID;

    private final Taps taps = new Taps();
    private final Batch batch = taps.batch(2_000);
    private final Bank bank = new Bank(3);

    @AfterEach
    void close() {
        bank.close();
    }

    private Reply send(Batch batch) {
        try (var client = Hasty.client(ClientSettings.of(bank.address(), taps.till.key()))) {
            return new Upload(client).send(ID, batch);
        }
    }

    @Test
    void sendsTheAnnouncementAndThePiecesInTheirOrder() {
        var reply = send(batch);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("\"missing\":[]");
        assertThat(bank.asked)
                .containsExactly(
                        "GET " + PATH,
                        "PUT " + PATH,
                        "GET " + PATH,
                        "PUT " + PATH + "/pieces/0",
                        "PUT " + PATH + "/pieces/1",
                        "PUT " + PATH + "/pieces/2");
        assertThat(bank.pieces()).isEqualTo(batch.pieces());
    }

    @Test
    void announcesWhatTheBankNeedsToCheckIt() {
        send(batch);

        var json = JsonMapper.shared().readTree(bank.announcement());
        assertThat(json.propertyNames()).containsExactly("header", "certificate", "operator", "pieces");
        assertThat(json.get("header").binaryValue()).isEqualTo(batch.header().encoded());
        assertThat(json.get("certificate").binaryValue())
                .isEqualTo(taps.till.certificate().der().bytes());
        assertThat(json.get("operator").binaryValue())
                .isEqualTo(taps.certified.operator().certificate().der().bytes());
        assertThat(json.get("pieces").valueStream().map(piece -> Hash.parse(piece.asString())))
                .isEqualTo(batch.hashes());
    }

    @Test
    void bringsAPayersStatementAlong() {
        var statement = Signed.by(
                taps.purse.key(),
                new Statement(
                        false,
                        taps.purse.certificate().subject(),
                        taps.purse.certificate().serial(),
                        1,
                        0,
                        Hash.ZERO,
                        1,
                        Octets.of(new byte[16])));

        send(batch.with(statement));

        var json = JsonMapper.shared().readTree(bank.announcement());
        assertThat(Statement.readSigned(json.get("statement").binaryValue())).isEqualTo(statement);
    }

    @Test
    void sendsAgainWhatIsMissingAlone() {
        bank.fails("PUT " + PATH + "/pieces/1", 500, 1);

        assertThat(send(batch).status()).isEqualTo(500);
        bank.asked.clear();
        assertThat(send(batch).status()).isEqualTo(200);

        assertThat(bank.asked).containsExactly("GET " + PATH, "PUT " + PATH + "/pieces/1", "PUT " + PATH + "/pieces/2");
        assertThat(bank.pieces()).isEqualTo(batch.pieces());
    }

    @Test
    void sendsNothingWhereEverythingIsThere() {
        send(batch);
        bank.asked.clear();

        assertThat(send(batch).text()).contains("\"missing\":[]");
        assertThat(bank.asked).containsExactly("GET " + PATH);
    }

    @Test
    void goesOnWhereTheConnectionBreaks() {
        bank.breaks("PUT " + PATH, 1);
        bank.breaks("PUT " + PATH + "/pieces/2", 3);

        assertThat(send(batch).status()).isEqualTo(200);
        assertThat(bank.pieces()).isEqualTo(batch.pieces());
    }

    /// Whatever is lost, each further call brings it nearer to its end.
    @ParameterizedTest
    @ValueSource(strings = {"GET " + PATH, "PUT " + PATH, "PUT " + PATH + "/pieces/0", "PUT " + PATH + "/pieces/2"})
    void isResumedAfterItGaveUp(String call) {
        bank.breaks(call, 4);

        assertThatThrownBy(() -> send(batch)).isInstanceOf(NoReply.class);
        assertThat(send(batch).status()).isEqualTo(200);

        assertThat(bank.pieces()).isEqualTo(batch.pieces());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET " + PATH, "PUT " + PATH, "PUT " + PATH + "/pieces/0"})
    void stopsWhereTheBankRefuses(String call) {
        bank.fails(call, 409, 1);

        assertThat(send(batch).status()).isEqualTo(409);
        assertThat(bank.asked).endsWith(call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"missing\":3}",
                "{\"missing\":[3]}",
                "{\"missing\":[-1]}",
                "{\"missing\":[\"0\"]}",
                "{\"missing\":[0",
                "{\"a\":{\"missing\":[0]}}"
            })
    void saysThatTheBankMissesWhatIsNotInTheBatch(String answer) {
        bank.answers(answer);

        assertThatThrownBy(() -> send(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The bank ");
    }

    @Test
    void passesOverWhatElseTheBankSays() {
        bank.answers("{\"state\":\"OPEN\",\"a\":[{\"missing\":[9]}],\"missing\":[2],\"b\":{}}");

        send(batch);

        assertThat(bank.asked).containsExactly("GET " + PATH, "PUT " + PATH + "/pieces/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "batch/1", "batch?1", "饺子饺子饺子", "batch.1", "short", "123456789012345678901234567890123"})
    void takesNoIdThatTheBankWouldNotTake(String id) {
        try (var client = Hasty.client(ClientSettings.of(bank.address(), taps.till.key()))) {
            assertThatThrownBy(() -> new Upload(client).send(id, batch)).hasMessageStartingWith("An id has");
        }
        assertThat(bank.asked).isEqualTo(List.of());
    }
}
