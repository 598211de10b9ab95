package cn.jiaozi.ledger.chain;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.Checkpoint;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.journal.JournalService;
import cn.jiaozi.sdk.receipt.ClearBlock;
import cn.jiaozi.sdk.receipt.ClearEntry;
import cn.jiaozi.sdk.receipt.Consistency;
import cn.jiaozi.sdk.receipt.EntryText;
import cn.jiaozi.sdk.receipt.Opening;
import cn.jiaozi.sdk.receipt.Receipt;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

/// Receipts as their holders get them, checked with the SDK alone.
@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class ReceiptIT {
    private final JournalService journal;
    private final CheckpointService checkpoints;
    private final Checkpoints files;
    private final Operator operator;
    private final DatabaseClient client;
    private final WebTestClient web;

    private UUID payment = UUID.randomUUID();
    private String name = "";

    ReceiptIT(
            JournalService journal,
            CheckpointService checkpoints,
            Checkpoints files,
            Operator operator,
            DatabaseClient client,
            WebTestClient web) {
        this.journal = journal;
        this.checkpoints = checkpoints;
        this.files = files;
        this.operator = operator;
        this.client = client;
        this.web = web;
    }

    @BeforeEach
    void pay() {
        payment = UUID.randomUUID();
        name = "rc-" + payment.toString().substring(0, 8);
        decide(
                open(StepId.first("test:" + name, "open"), core(name), wallet(name + "-1"), wallet(name + "-2")),
                post("exchange:" + name, leg("core:" + name + ":clearing", a(), 100)),
                post("payment:" + payment, leg(a(), b(), 60)),
                post("exchange:" + name + "-2", leg("core:" + name + ":clearing", a(), 1)));
    }

    @Test
    void showsAuditorsItsBlocksInTheClear() {
        long newest = requireNonNull(client.sql("select block_number from shard")
                .mapValue(Long.class)
                .one()
                .block());

        String body = requireNonNull(get("/v1/audit/block-entries?from=" + newest + "&limit=5", "auditor", "AUDITOR")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());

        var blocks = new JsonMapper().readTree(body).path("blocks");
        assertThat(blocks.size()).isEqualTo(1);
        var block = ClearBlock.parse(blocks.get(0).toString());
        assertThat(block.flaw(operator.verifying())).isEmpty();
        assertThat(block.entries()).extracting(ClearEntry::id).contains("payment:" + payment + " post 1");
        assertThat(block.entries().get(1).legs()).containsExactly(new ClearEntry.Leg(a(), b(), 60));
        get("/v1/audit/block-entries?from=" + newest, "clerk", "OPERATOR")
                .expectStatus()
                .isForbidden();
    }

    private String a() {
        return "wallet:" + name + "-1:available";
    }

    private String b() {
        return "wallet:" + name + "-2:available";
    }

    private void decide(LedgerRequest... requests) {
        journal.decide(List.of(requests)).block();
    }

    private WebTestClient.ResponseSpec get(String path, String party, String role) {
        return web.get()
                .uri(path)
                .header("Authorization", TestTokens.of(party, role))
                .exchange();
    }

    private Receipt receipt(String party, String role) {
        return Receipt.parse(body(get("/v1/receipts/" + payment, party, role)));
    }

    private static String body(WebTestClient.ResponseSpec response) {
        return requireNonNull(response.expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    @ParameterizedTest
    @CsvSource({
        "1, CUSTOMER, id leg.1.debit leg.1.credit",
        "2, CUSTOMER, id leg.1.credit",
        "1, MERCHANT, id leg.1.debit leg.1.credit",
        "9, OPERATOR, id leg.1.debit leg.1.credit",
        "9, AUDITOR, id leg.1.debit leg.1.credit"
    })
    void provesAPaymentToThoseWhomItConcerns(int who, String role, String opened) {
        var receipt = receipt("party-" + name + "-" + who, role);

        assertThat(receipt.flaw(operator.verifying())).isEmpty();
        assertThat(receipt.openings()).extracting(Opening::field).containsExactly(opened.split(" ", -1));
        assertThat(receipt.openings().getFirst().value()).isEqualTo("payment:" + payment + " post 1");
        assertThat(EntryText.parse(receipt.entry()).legs().getFirst().amountFen())
                .isEqualTo(60);
    }

    @Test
    void tellsNothingToAnybodyElse() {
        get("/v1/receipts/" + payment, "party-somebody", "CUSTOMER")
                .expectStatus()
                .isNotFound();
        get("/v1/receipts/" + UUID.randomUUID(), "eye", "AUDITOR")
                .expectStatus()
                .isNotFound();
        get("/v1/receipts/payment-1", "eye", "AUDITOR").expectStatus().isBadRequest();
    }

    @Test
    void provesNothingOfWhatWasNotPosted() {
        var refused = UUID.randomUUID();
        decide(post("payment:" + refused, leg(a(), b(), 10_000)));

        get("/v1/receipts/" + refused, "eye", "AUDITOR").expectStatus().isNotFound();
    }

    /// The checkpoint that is published next fixes the block, whether it is the block itself or a later one.
    @Test
    void leadsToThePublishedCheckpoint() {
        checkpoints.publish().block();
        var same = receipt("eye", "AUDITOR");
        decide(post("exchange:" + name + "-3", leg("core:" + name + ":clearing", a(), 1)));
        var still = receipt("eye", "AUDITOR");
        decide(post("exchange:" + name + "-4", leg("core:" + name + ":clearing", a(), 1)));
        checkpoints.publish().block();
        checkpoints.publish().block();
        var later = receipt("eye", "AUDITOR");

        for (var receipt : List.of(same, still, later)) {
            assertThat(receipt.flaw(operator.verifying())).isEmpty();
        }
        long block = same.block().block().number();
        assertThat(same.checkpoint().orElseThrow().block().number()).isEqualTo(block);
        assertThat(later.checkpoint().orElseThrow().block().number()).isEqualTo(block + 2);
    }

    @Test
    void hasAnOlderCheckpointWhereNoneCameSince() {
        checkpoints.publish().block();
        pay();

        var receipt = receipt("eye", "AUDITOR");

        assertThat(receipt.flaw(operator.verifying())).isEmpty();
        assertThat(receipt.checkpoint().orElseThrow().block().number())
                .isLessThan(receipt.block().block().number());
    }

    @Test
    void provesThatTheChainHasOnlyGrown() {
        long length = requireNonNull(client.sql("select block_number from shard")
                .map(row -> requireNonNull(row.get("block_number", Long.class)))
                .one()
                .block());
        for (long from = 1; from <= length; from += 1 + length / 7) {
            var proof = Consistency.parse(body(get("/v1/consistency?from=" + from + "&to=" + length, "p", "CUSTOMER")));

            assertThat(proof.flaw(operator.verifying())).isEmpty();
        }
        get("/v1/consistency?from=1&to=" + (length + 1), "p", "CUSTOMER")
                .expectStatus()
                .isNotFound();
        get("/v1/consistency?from=2&to=1", "p", "CUSTOMER").expectStatus().isBadRequest();
    }

    @Test
    void publishesItsKeys() {
        get("/v1/operator-keys", "p", "CUSTOMER")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.ledger")
                .isEqualTo("test-1")
                .jsonPath("$.keys[0].pem")
                .isEqualTo(operator.verifying().pem());
    }

    @Test
    void keepsOpenedOnlyWhatWasNotDeleted() {
        client.sql("update block set secret = null where number = (select block_number from shard)")
                .then()
                .block();

        get("/v1/receipts/" + payment, "eye", "AUDITOR").expectStatus().isNotFound();
    }

    @Test
    void writesEachCheckpointIntoTheFileOnce(@TempDir Path folder) throws IOException {
        var file = folder.resolve("checkpoints.jsonl");
        checkpoints.publish().block();
        files.write(file).block();
        files.write(file).block();
        var first = Files.readAllLines(file);
        pay();
        checkpoints.publish().block();
        files.write(file).block();

        var all = Files.readAllLines(file);
        assertThat(all).hasSize(first.size() + 1).startsWith(first.toArray(String[]::new));
        assertThat(all.stream().map(line -> Json.read(line, Checkpoint.class).number()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(Json.read(all.getLast(), Checkpoint.class).hash())
                .isEqualTo(receipt("eye", "AUDITOR").block().block().hash().hex());
    }
}
