package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.client.ClientSettings;
import cn.jiaozi.sdk.client.JiaoziClient;
import cn.jiaozi.sdk.element.Power;
import cn.jiaozi.sdk.element.SecureElement;
import cn.jiaozi.sdk.element.SoftElement;
import cn.jiaozi.sdk.file.FileMemory;
import cn.jiaozi.sdk.file.FileShelf;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.revocation.Revocations;
import cn.jiaozi.sdk.tap.Payee;
import cn.jiaozi.sdk.tap.PayeeLimits;
import cn.jiaozi.sdk.tap.Taken;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.Upload;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Payments without a network, from the load of a chip to the books, across the whole suite.
class OfflineIT {
    private static final long LOADED = 10_000;

    private final Town town = Town.only();
    private final Town.Shop shop = town.shop("teahouse");
    private final Town.Person zhang = town.classIi("zhang", 50_000);
    private final SigningKey tillKey = SigningKey.generate(Curve.SM2);
    private final Till till = Till.activated(town.api, shop.token(), shop.merchantNo(), id("till"), tillKey);
    private final SigningKey chipKey = SigningKey.generate(Curve.SM2);

    @TempDir
    Path folder = Path.of("unset");

    @Test
    void isPaidOnceHoweverOftenItIsUploaded() throws IOException {
        var bank = bank();
        var certified = certified();
        var chip = issued(folder("chip"));
        var purse = chip.display().purse();
        load(chip, LOADED);
        assertThat(town.balance(zhang)).isEqualTo(50_000 - LOADED);

        var shelf = new FileShelf(folder("till"));
        var payee = payee(certified, bank, shelf);
        tap(payee, bank, chip, 1_000);
        tap(payee, bank, chip, 250);
        var taken = shelf.unsent();

        var first = uploaded(certified, taken);
        assertThat(verdicts(first)).isEqualTo(Map.of("ACCEPTED", 2L));
        assertThat(first.number("acceptedFen")).isEqualTo(1_250);
        assertThat(verdicts(uploaded(certified, taken))).isEqualTo(Map.of("DUPLICATE", 2L));

        var synced = synced(chip);
        assertThat(verdicts(synced)).isEqualTo(Map.of("DUPLICATE", 2L));
        assertThat(chip.kept()).isEmpty();

        load(chip, 500);
        assertThat(chip.display().balanceFen()).isEqualTo(LOADED - 1_250 + 500);
        tap(payee, bank, chip, 50);
        assertThat(verdicts(uploaded(certified, shelf.unsent().subList(2, 3)))).isEqualTo(Map.of("ACCEPTED", 1L));
        ended(
                town.api.put(zhang.token(), "/v1/purses/" + purse + "/unloads/" + id("unload"), closing(chip)),
                "UNLOADED");

        assertThat(town.balance(zhang)).isEqualTo(50_000 - 1_300);
        Awaitility.await().untilAsserted(() -> {
            assertThat(town.api
                            .get(shop.token(), "/v1/merchants/" + shop.merchantNo() + "/sales")
                            .number("soldFen"))
                    .isEqualTo(1_300);
            assertThat(town.api
                            .get(zhang.token(), "/v1/wallets/" + zhang.walletId() + "/usage")
                            .body()
                            .toString())
                    .contains("1300");
        });
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    @Test
    void paysTheHonestTillAndBlocksThePurseThatHasSpentTwice() throws IOException {
        var bank = bank();
        var certified = certified();
        var chip = issued(folder("chip"));
        load(chip, LOADED);
        var clone = clone(folder.resolve("chip"), folder("clone"));
        var shelf = new FileShelf(folder("till"));
        tap(payee(certified, bank, shelf), bank, chip, 700);
        var other = new FileShelf(folder("other"));
        tap(payee(certified, bank, other), bank, clone, 900);

        var half = uploaded(certified, shelf.unsent());
        var second = uploaded(certified, other.unsent());

        assertThat(verdicts(half)).isEqualTo(Map.of("ACCEPTED", 1L));
        assertThat(verdicts(second)).isEqualTo(Map.of("DOUBLE_SPEND", 1L));
        var purse = chip.display().purse();
        Awaitility.await()
                .until(() -> town.api
                        .get(zhang.token(), "/v1/purses/" + purse)
                        .text("state")
                        .equals("BLOCKED"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    private record Bank(Trust trust, RevocationList list) {}

    private Bank bank() {
        var bank = town.api.get(till.name(), "/v1/offline-certificates");
        var trust = new Trust(Certificate.ofPem(bank.text("root")));
        var list = Awaitility.await()
                .until(() -> town.api.get(till.name(), "/v1/revocation-list"), answer -> answer.status() == 200);
        return new Bank(
                trust,
                Revocations.believed(
                        Base64.getDecoder().decode(list.text("list")), chain(bank, "signatory", "operator"), trust));
    }

    private Chain certified() {
        return chain(
                town.api.put(
                        till.name(), "/v1/terminals/" + till.terminalId() + "/certificates/" + id("cert"), Map.of()),
                "certificate",
                "operator");
    }

    private static Chain chain(Answer answer, String holder, String operator) {
        return new Chain(Certificate.ofPem(answer.text(holder)), Certificate.ofPem(answer.text(operator)));
    }

    private Payee payee(Chain certified, Bank bank, FileShelf shelf) {
        return new Payee(
                tillKey,
                certified,
                bank.trust(),
                PayeeLimits.DEFAULT,
                shelf,
                InstantSource.system(),
                new SecureRandom());
    }

    private SoftElement issued(Path memory) {
        var issued = ended(
                town.api.put(
                        zhang.token(),
                        "/v1/purse-issues/" + id("purse"),
                        Map.of(
                                "walletId", zhang.walletId(),
                                "carrier", "IC_CARD",
                                "certificateRequest", chipKey.request("chip"))),
                "ACTIVE");
        var chip = new SoftElement(
                chipKey, new Trust(Certificate.ofPem(issued.text("root"))), new FileMemory(memory), new SecureRandom());
        chip.personalise(chain(issued, "certificate", "operator"));
        return chip;
    }

    private SoftElement clone(Path memory, Path copy) throws IOException {
        for (var file : List.of("element.state", "element.ratchet")) {
            Files.copy(memory.resolve(file), copy.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        var root = town.api.get(till.name(), "/v1/offline-certificates").text("root");
        return new SoftElement(chipKey, new Trust(Certificate.ofPem(root)), new FileMemory(copy), new SecureRandom());
    }

    private void load(SecureElement chip, long amountFen) {
        var body = new HashMap<>(closing(chip));
        body.put("amountFen", amountFen);
        var loaded = ended(
                town.api.put(zhang.token(), "/v1/purses/" + chip.display().purse() + "/loads/" + id("load"), body),
                "LOADED");
        chip.load(
                LoadOrder.readSigned(Base64.getDecoder().decode(loaded.text("order"))),
                chain(loaded, "signatory", "operator"));
    }

    private Map<String, Object> closing(SecureElement chip) {
        if (chip.display().load() == 0) {
            return Map.of();
        }
        var closing = chip.close(challenge(chip));
        return Map.of("closing", Base64.getEncoder().encodeToString(closing.encoded()));
    }

    private Octets challenge(SecureElement chip) {
        var purse = town.api.get(zhang.token(), "/v1/purses/" + chip.display().purse());
        return Octets.of(Base64.getDecoder().decode(purse.text("challenge")));
    }

    private static void tap(Payee payee, Bank bank, SecureElement chip, long amountFen) {
        var offer = payee.ask(amountFen, bank.list());
        try (var session = chip.open(Power.OWN)) {
            var payment = session.pay(offer, Optional.empty());
            session.acknowledged(payee.accept(payment, bank.list()), offer.payee());
        }
    }

    private Answer uploaded(Chain certified, List<Taken> taken) {
        var items = taken.stream()
                .map(each -> Batch.Item.of(each.voucher(), each.payer()))
                .toList();
        String id = id("batch");
        try (var client = new JiaoziClient(ClientSettings.of(town.suite.gateway(), tillKey))) {
            var reply = new Upload(client).send(id, Batch.of(tillKey, certified, items, Instant.now()));
            assertThat(reply.status())
                    .as(new String(reply.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
        }
        return judged(till.name(), id);
    }

    private Answer synced(SecureElement chip) {
        var chain = chip.display().chain();
        var items = chip.kept().stream()
                .map(kept -> Batch.Item.of(kept.voucher(), chain))
                .toList();
        var batch = Batch.of(chipKey, chain, items, Instant.now()).with(chip.state(challenge(chip)));
        String id = id("sync");
        var settings = ClientSettings.of(town.suite.gateway(), phone()).withToken(zhang::token);
        try (var client = new JiaoziClient(settings)) {
            assertThat(new Upload(client).send(id, batch).status()).isEqualTo(200);
        }
        var judged = judged(zhang.token(), id);
        var sync = judged.body().path("sync");
        chip.synced(
                SyncReceipt.readSigned(
                        Base64.getDecoder().decode(sync.path("receipt").asString(""))),
                new Chain(
                        Certificate.ofPem(sync.path("signatory").asString("")),
                        Certificate.ofPem(sync.path("operator").asString(""))));
        return judged;
    }

    /// The chip's key signs no requests; a device of its holder does.
    private SigningKey phone() {
        var phone = SigningKey.generate(Curve.P256);
        var device = id("phone");
        ended(
                town.api.put(
                        zhang.token(),
                        "/v1/devices/" + device,
                        Map.of("name", device, "certificateRequest", phone.request(device))),
                "ACTIVE");
        return phone;
    }

    private Answer judged(String caller, String id) {
        return Awaitility.await()
                .until(
                        () -> town.api.get(caller, "/v1/voucher-batches/" + id),
                        answer -> answer.text("state").equals("JUDGED"));
    }

    private static Map<String, Long> verdicts(Answer batch) {
        var verdicts = new HashMap<String, Long>();
        batch.body()
                .path("totals")
                .forEach(total -> verdicts.put(
                        total.path("verdict").asString(""), total.path("count").asLong()));
        return verdicts;
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
