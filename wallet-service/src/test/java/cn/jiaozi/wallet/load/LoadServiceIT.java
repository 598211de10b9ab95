package cn.jiaozi.wallet.load;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.PaymentEvent.LoadSettled;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.Chip;
import cn.jiaozi.wallet.WalletFixture;
import cn.jiaozi.wallet.pin.PinProofFixture;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class LoadServiceIT {
    private final DatabaseClient sql;
    private final WalletFixture http;
    private String alice = "";
    private String device = "";
    private String walletId = "";

    LoadServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = new WalletFixture(http);
        this.sql = sql;
    }

    @BeforeEach
    void opens() {
        alice = unique("alice");
        device = TestTokens.ofDevice(alice);
        walletId = http.aClassIiWallet(alice, anAccountNo());
    }

    @Test
    void loadsAnEmptyChip() {
        var chip = Chip.issued(http, device, walletId);
        var path = chip.path() + "/loads/" + unique("load");

        http.put(device, path, Map.of("amountFen", 30_000)).expectStatus().isAccepted();
        var entry = asked(PostEntry.class, load(chip, 1));
        WalletFixture.post(entry);
        var view = http.ended(device, path, "LOADED");

        assertThat(entry.id()).isEqualTo(StepId.first(load(chip, 1), "load"));
        assertThat(entry.entry().txType()).isEqualTo(TxType.OFFLINE_LOAD);
        assertThat(entry.entry().legs())
                .containsExactly(new LegSpec(Addresses.wallet(walletId), reserve(chip, 1), 30_000, true));
        var opens = entry.entry().opens().getFirst();
        assertThat(opens.address()).isEqualTo(reserve(chip, 1));
        assertThat(opens.subject()).isEqualTo(Subject.OFFLINE_RESERVE);
        assertThat(opens.owner()).contains(alice);
        assertThat(opens.floorFen()).contains(0L);
        assertThat(opens.group()).contains(Addresses.walletGroup(walletId));
        var order = order(view);
        assertThat(order.load()).isEqualTo(1);
        assertThat(order.amountFen()).isEqualTo(30_000);
        assertThat(order.counter()).isZero();
        assertThat(order.head()).isEqualTo(Chip.head(0));
        assertThat(order.limits().balanceFen()).isEqualTo(100_000);
        assertThat(announced(chip, 1, 1).closing()).isEmpty();
        assertThat(announced(chip, 1, 1).reserve()).isEqualTo(reserve(chip, 1));
    }

    @Test
    void reloadsWithTheRemainderAndAnswersALostReplyWordForWord() {
        var chip = loaded(30_000);
        var path = chip.path() + "/loads/" + unique("load");
        var body = Map.of("amountFen", 5_000, "closing", chip.closing(1, 3, 12_000));

        http.put(device, path, body).expectStatus().isAccepted();
        http.put(device, path, body).expectStatus().isAccepted();
        var entry = asked(PostEntry.class, load(chip, 2));
        WalletFixture.post(entry);
        WalletFixture.post(entry);
        var view = http.ended(device, path, "LOADED");

        assertThat(entry.entry().legs())
                .containsExactly(
                        upTo(reserve(chip, 1), reserve(chip, 2), 12_000),
                        new LegSpec(Addresses.wallet(walletId), reserve(chip, 2), 5_000, true));
        var order = order(view);
        assertThat(order.load()).isEqualTo(2);
        assertThat(order.amountFen()).isEqualTo(17_000);
        assertThat(order.counter()).isEqualTo(3);
        assertThat(order.head()).isEqualTo(Chip.head(3));
        assertThat(body(http.put(device, path, body).expectStatus().isOk())).isEqualTo(view);
        assertThat(body(http.get(device, path))).isEqualTo(view);
        var closed = announced(chip, 1, 2).closing().orElseThrow();
        assertThat(closed.counter()).isEqualTo(3);
        assertThat(closed.remainderFen()).isEqualTo(12_000);
    }

    @Test
    void keepsTheNumberAndTheRemainderWhenTheLedgerRejects() {
        var chip = loaded(30_000);
        var first = chip.path() + "/loads/" + unique("load");
        http.put(device, first, Map.of("amountFen", 5_000, "closing", chip.closing(1, 3, 12_000)));
        WalletFixture.reject(asked(PostEntry.class, load(chip, 2)).id(), Reason.DEBIT_FROZEN);
        assertThat(http.ended(device, first, "FAILED")).containsEntry("reason", "WALLET_FROZEN");

        // The closing is recorded, so it need not be sent again.
        var second = chip.path() + "/loads/" + unique("load");
        http.put(device, second, Map.of("amountFen", 0)).expectStatus().isAccepted();
        var entry = asked(PostEntry.class, request -> request.id().equals(new StepId(load(chip, 2), "load", 2)));
        WalletFixture.post(entry);

        assertThat(entry.entry().legs()).containsExactly(upTo(reserve(chip, 1), reserve(chip, 2), 12_000));
        assertThat(order(http.ended(device, second, "LOADED")).load()).isEqualTo(2);
    }

    @Test
    void refusesAndStoresWhatCannotBe() {
        var chip = loaded(30_000);
        var closing = chip.closing(1, 3, 12_000);

        refused(chip, Map.of("amountFen", 1), "LOAD_OPEN");
        refused(chip, Map.of("amountFen", 1, "closing", chip.closing(2, 3, 12_000)), "STATEMENT_INVALID");
        refused(chip, Map.of("amountFen", 88_001, "closing", closing), "BALANCE_CAP_EXCEEDED");
        // The cap is the only reason left: the closing was good, and is kept.
        http.put(device, chip.path() + "/loads/" + unique("load"), Map.of("amountFen", 88_000))
                .expectStatus()
                .isAccepted();
        refused(chip, Map.of("amountFen", 1), "LOAD_UNDER_WAY");
    }

    @Test
    void blocksAChipThatClosesOneLoadTwice() {
        var chip = loaded(30_000);
        http.put(
                device,
                chip.path() + "/loads/" + unique("load"),
                Map.of("amountFen", 88_001, "closing", chip.closing(1, 3, 12_000)));

        refused(chip, Map.of("amountFen", 1, "closing", chip.closing(1, 4, 11_000)), "LOAD_CLOSED");

        assertThat(body(http.get(device, chip.path()))).containsEntry("state", "BLOCKED");
        refused(chip, Map.of("amountFen", 1), "PURSE_STATE_INVALID");
    }

    @Test
    void unloadsTheRemainderAndThenNothing() {
        var chip = loaded(30_000);
        var path = chip.path() + "/unloads/" + unique("unload");

        http.put(device, path, Map.of("closing", chip.closing(1, 3, 12_000)))
                .expectStatus()
                .isAccepted();
        var entry = asked(PostEntry.class, request -> request.id().equals(StepId.first(load(chip, 1), "unload")));
        WalletFixture.post(entry);

        assertThat(entry.entry().txType()).isEqualTo(TxType.OFFLINE_UNLOAD);
        assertThat(entry.entry().legs()).containsExactly(upTo(reserve(chip, 1), Addresses.wallet(walletId), 12_000));
        assertThat(http.ended(device, path, "UNLOADED")).containsEntry("returnedFen", 12_000);
        assertThat(body(http.put(device, chip.path() + "/unloads/" + unique("unload"), Map.of())
                        .expectStatus()
                        .isCreated()))
                .containsEntry("state", "UNLOADED")
                .containsEntry("returnedFen", 0);
    }

    @Test
    void needsMoreThanATokenAndTheHolder() {
        var chip = Chip.issued(http, device, walletId);
        var path = chip.path() + "/loads/" + unique("load");

        http.put(customer(alice), path, Map.of("amountFen", 1))
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("AUTH_FACTOR_MISSING");
        http.put(TestTokens.ofDevice("mallory"), path, Map.of("amountFen", 1))
                .expectStatus()
                .isForbidden();
        http.put(operator(), path, Map.of("amountFen", 1)).expectStatus().isAccepted();
    }

    @Test
    void takesTheProofOfAPinForThisLoadInPlaceOfADevice() {
        var chip = Chip.issued(http, device, walletId);
        var id = unique("load");
        var wrong = PinProofFixture.proof(alice, walletId, unique("load"));
        var right = PinProofFixture.proof(alice, walletId, id);

        http.put(customer(alice), chip.path() + "/loads/" + id, Map.of("amountFen", 1, "pinProof", wrong))
                .expectStatus()
                .isForbidden();
        http.put(customer(alice), chip.path() + "/loads/" + id, Map.of("amountFen", 1, "pinProof", right))
                .expectStatus()
                .isAccepted();
    }

    @Test
    void letsAnAnonymousCardHoldLess() {
        var id = unique("open");
        http.put(operator(), "/v1/wallet-openings/" + id, Map.of("walletClass", "HW_ANON"));
        var chip = Chip.issued(http, operator(), http.opened(operator(), id));

        assertThat(body(http.put(operator(), chip.path() + "/loads/" + unique("load"), Map.of("amountFen", 50_001))))
                .containsEntry("reason", "BALANCE_CAP_EXCEEDED");
        http.put(operator(), chip.path() + "/loads/" + unique("load"), Map.of("amountFen", 50_000))
                .expectStatus()
                .isAccepted();
    }

    @Test
    void returnsWhatIsLeftOnceALoadIsSettledAndAsksAgainWhenRejected() {
        var chip = loaded(30_000);
        var settled = new LoadSettled(load(chip, 1), chip.purseId(), 1, Instant.now());

        events().send(Topics.PAYMENT, walletId, settled);
        events().send(Topics.PAYMENT, walletId, settled);
        var first = asked(PostEntry.class, request -> request.id().equals(StepId.first(load(chip, 1), "release")));
        WalletFixture.reject(first.id(), Reason.CREDIT_FROZEN);
        until("select releases from load where purse_id = :id and release_at is not null", chip, 1);
        sql.sql("update load set release_at = now() where purse_id = :id")
                .bind("id", chip.purseId())
                .then()
                .block();
        var again = asked(PostEntry.class, request -> request.id().equals(new StepId(load(chip, 1), "release", 2)));
        WalletFixture.post(again);
        until("select releases from load where purse_id = :id and released_at is not null", chip, 2);

        assertThat(again.entry().legs()).containsExactly(upTo(reserve(chip, 1), Addresses.wallet(walletId), 30_000));
    }

    @Test
    void returnsWhatALostPurseHasLeftWhenItsTimeIsOver() {
        var chip = loaded(30_000);
        http.put(customer(alice), chip.path() + "/loss-report", Map.of())
                .expectStatus()
                .isCreated();
        sql.sql("update purse set ended_at = now() - interval '35 days' where purse_id = :id")
                .bind("id", chip.purseId())
                .then()
                .block();

        var release = asked(PostEntry.class, request -> request.id().equals(StepId.first(load(chip, 1), "release")));

        assertThat(release.entry().legs()).containsExactly(upTo(reserve(chip, 1), Addresses.wallet(walletId), 30_000));
    }

    @Test
    void retiresAPurseOnlyWhenItIsEmpty() {
        var chip = loaded(30_000);
        var reason = Map.of("reason", "handed back");
        assertThat(body(http.put(operator(), chip.path() + "/retirement", reason)))
                .containsEntry("reason", "LOAD_OPEN");

        var path = chip.path() + "/unloads/" + unique("unload");
        http.put(device, path, Map.of("closing", chip.closing(1, 0, 30_000)));
        WalletFixture.post(asked(
                PostEntry.class, request -> request.id().equals(StepId.first(load(chip, 1), "unload"))));
        http.ended(device, path, "UNLOADED");

        http.put(operator(), chip.path() + "/retirement", reason).expectStatus().isCreated();
        http.put(operator(), chip.path() + "/retirement", reason).expectStatus().isOk();
    }

    private Chip loaded(long amountFen) {
        var chip = Chip.issued(http, device, walletId);
        var path = chip.path() + "/loads/" + unique("load");
        http.put(device, path, Map.of("amountFen", amountFen)).expectStatus().isAccepted();
        WalletFixture.post(asked(PostEntry.class, load(chip, 1)));
        http.ended(device, path, "LOADED");
        return chip;
    }

    private void refused(Chip chip, Map<String, Object> body, String reason) {
        var path = chip.path() + "/loads/" + unique("load");
        var view = body(http.put(device, path, body).expectStatus().isCreated());
        assertThat(view).containsEntry("state", "FAILED").containsEntry("reason", reason);
        assertThat(body(http.put(device, path, body).expectStatus().isOk())).isEqualTo(view);
    }

    private LoadOrder order(Map<String, Object> view) {
        var signed = LoadOrder.readSigned(Base64.getDecoder().decode(String.valueOf(view.get("order"))));
        assertThat(signed.isSignedBy(
                        Certificate.ofPem(String.valueOf(view.get("signatory"))).key()))
                .isTrue();
        return signed.content();
    }

    private void until(String query, Chip chip, int releases) {
        await().untilAsserted(() -> assertThat(sql.sql(query)
                        .bind("id", chip.purseId())
                        .map(row -> Objects.requireNonNull(row.get("releases", Integer.class)))
                        .all()
                        .collectList()
                        .block())
                .isEqualTo(List.of(releases)));
    }

    private static PurseFact.Load announced(Chip chip, int number, long version) {
        return events().await(
                        Topics.PURSE,
                        PurseFact.Load.class,
                        fact -> fact.purseId().equals(chip.purseId())
                                && fact.number() == number
                                && fact.version() == version);
    }

    private static LegSpec upTo(String from, String to, long amountFen) {
        return new LegSpec(from, to, amountFen, Optional.of(new UpTo(0, 0)), Optional.empty(), Optional.empty(), true);
    }

    private String reserve(Chip chip, int number) {
        return Addresses.reserve(walletId, chip.purseId(), number);
    }

    private static String load(Chip chip, int number) {
        return "load:" + chip.purseId() + "/" + number;
    }
}
