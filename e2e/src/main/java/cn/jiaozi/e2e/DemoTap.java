package cn.jiaozi.e2e;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.element.Kept;
import cn.jiaozi.sdk.element.Power;
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
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.Upload;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// The demo's payment without a network: a card and a till, each with what it has in a folder of its own.
final class DemoTap {
    static final long PAID = 1_230;

    private static final long LOADED = 5_000;
    private static final int TRIES = 100;
    private static final long PAUSE_NANOS = 100_000_000;

    private final Demo demo;
    private final Api api;
    private final String holder;
    private final String wallet;
    private final Till till;
    private final SigningKey tillKey;
    private final String run;
    private final SigningKey chipKey = SigningKey.generate(Curve.SM2);

    /// What the till has fetched while there was a network.
    private record Prepared(Chain own, Trust trust, RevocationList list) {}

    /// @param holder the token of the wallet's owner, who signs with a phone
    /// @param tillKey of the till
    /// @param run    names what is new
    DemoTap(Demo demo, Api api, String holder, String wallet, Till till, SigningKey tillKey, String run) {
        this.demo = demo;
        this.api = api;
        this.holder = holder;
        this.wallet = wallet;
        this.till = till;
        this.tillKey = tillKey;
        this.run = run;
    }

    void play() {
        try {
            var folder = Files.createTempDirectory("jiaozi-demo");
            try {
                play(Files.createDirectory(folder.resolve("card")), folder.resolve("till"));
            } finally {
                Servers.deleteFolder(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void play(Path card, Path shelfFolder) {
        demo.say("Zhang San gets a card that pays without a network (硬钱包) and loads ¥50.00 onto it");
        var chip = issued(card);
        String purse = "/v1/purses/" + chip.display().purse();
        load(chip, purse);
        demo.say("The till fetches a certificate and the list of revoked cards");
        var prepared = prepared();

        demo.say("Both are unplugged, and the card is held to the till: ¥12.30 (双离线)");
        var shelf = new FileShelf(shelfFolder);
        tap(chip, shelf, prepared);

        demo.say(
                "Days later the till sends what it holds, and the bank judges and pays it; the same again pays nothing");
        var vouchers = shelf.unsent().stream()
                .map(taken -> Batch.Item.of(taken.voucher(), taken.payer()))
                .toList();
        var batch = Batch.of(tillKey, prepared.own(), vouchers, Instant.now());
        judged("upload of the till", till.name(), "till-1-" + run, "ACCEPTED", batch);
        judged("the same voucher again", till.name(), "till-2-" + run, "DUPLICATE", batch);

        demo.say("The card shows the bank what it has paid, may pay on, and is emptied and reported lost (挂失)");
        sync(chip, purse);
        var closing =
                Base64.getEncoder().encodeToString(chip.close(challenge(purse)).encoded());
        demo.expect(
                "what is left comes back",
                api.put(holder, purse + "/unloads/unload-" + run, Map.of("closing", closing)),
                "UNLOADED");
        demo.expect("loss report", api.put(holder, purse + "/loss-report", Map.of()), "LOST");
    }

    private SoftElement issued(Path folder) {
        var issued = demo.expect(
                "card",
                api.put(
                        holder,
                        "/v1/purse-issues/card-" + run,
                        Map.of(
                                "walletId",
                                wallet,
                                "carrier",
                                "IC_CARD",
                                "certificateRequest",
                                chipKey.request("card-" + run))),
                "ACTIVE");
        var trust = new Trust(Certificate.ofPem(issued.text("root")));
        var chip = new SoftElement(chipKey, trust, new FileMemory(folder), new SecureRandom());
        chip.personalise(chain(issued, "certificate"));
        return chip;
    }

    private void load(SoftElement chip, String purse) {
        var loaded = demo.expect(
                "load", api.put(holder, purse + "/loads/load-" + run, Map.of("amountFen", LOADED)), "LOADED");
        chip.load(LoadOrder.readSigned(Base64.getDecoder().decode(loaded.text("order"))), chain(loaded, "signatory"));
    }

    private Prepared prepared() {
        var certified = demo.expect(
                "certificate",
                api.put(till.name(), "/v1/terminals/" + till.terminalId() + "/certificates/tap-" + run, Map.of()),
                "");
        var bank = api.get(till.name(), "/v1/offline-certificates");
        var list = soon(till.name(), "/v1/revocation-list", answer -> answer.status() == 200);
        demo.expect("list", list, "");
        var trust = new Trust(Certificate.ofPem(bank.text("root")));
        return new Prepared(
                chain(certified, "certificate"),
                trust,
                Revocations.believed(Base64.getDecoder().decode(list.text("list")), chain(bank, "signatory"), trust));
    }

    private void tap(SoftElement chip, FileShelf shelf, Prepared prepared) {
        var payee = new Payee(
                tillKey,
                prepared.own(),
                prepared.trust(),
                PayeeLimits.DEFAULT,
                shelf,
                InstantSource.system(),
                new SecureRandom());
        var offer = payee.ask(PAID, prepared.list());
        try (var session = chip.open(Power.OWN)) {
            var payment = session.pay(offer, Optional.empty());
            session.acknowledged(payee.accept(payment, prepared.list()), offer.payee());
        }
        long left = chip.display().balanceFen();
        demo.row("on the card", "", Demo.yuan(left), left == LOADED - PAID);
        demo.row(
                "with the till",
                "",
                shelf.unsent().size() + " voucher",
                shelf.unsent().size() == 1);
    }

    private void sync(SoftElement chip, String purse) {
        var chain = chip.display().chain();
        var kept = chip.kept().stream()
                .map(Kept::voucher)
                .map(voucher -> Batch.Item.of(voucher, chain))
                .toList();
        var batch = Batch.of(chipKey, chain, kept, Instant.now()).with(chip.state(challenge(purse)));
        var sync = judged("upload of the card", holder, "card-" + run, "DUPLICATE", batch)
                .body()
                .path("sync");
        chip.synced(
                SyncReceipt.readSigned(
                        Base64.getDecoder().decode(sync.path("receipt").asString(""))),
                new Chain(
                        Certificate.ofPem(sync.path("signatory").asString("")),
                        Certificate.ofPem(sync.path("operator").asString(""))));
        demo.row(
                "payments that the card remembers",
                "",
                String.valueOf(chip.kept().size()),
                chip.kept().isEmpty());
    }

    /// Uploads the one voucher.
    private Answer judged(String what, String caller, String id, String verdict, Batch batch) {
        int status;
        try (var client = api.client(caller)) {
            status = new Upload(client).send(id, batch).status();
        }
        var judged = soon(
                caller,
                "/v1/voucher-batches/" + id,
                answer -> answer.text("state").equals("JUDGED"));
        String told = judged.body().path("totals").path(0).path("verdict").asString("");
        demo.row(what, String.valueOf(status), told, told.equals(verdict));
        return judged;
    }

    private Octets challenge(String purse) {
        return Octets.of(Base64.getDecoder().decode(api.get(holder, purse).text("challenge")));
    }

    /// What others are still about to do, for some seconds.
    private Answer soon(String caller, String path, Predicate<Answer> there) {
        var answer = api.get(caller, path);
        for (int i = 0; i < TRIES && !there.test(answer); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            answer = api.get(caller, path);
        }
        return answer;
    }

    private static Chain chain(Answer answer, String holder) {
        return new Chain(Certificate.ofPem(answer.text(holder)), Certificate.ofPem(answer.text("operator")));
    }
}
