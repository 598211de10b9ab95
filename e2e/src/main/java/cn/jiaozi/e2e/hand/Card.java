package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.element.Power;
import cn.jiaozi.sdk.element.SecureElement;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.Upload;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "card",
        description = "The phone's chip (硬钱包): pays by a tap without a network. What needs none: show, pin, pay, done.",
        mixinStandardHelpOptions = true)
final class Card {
    private static final String CLOSED = "The card has ended its load; what was left is on its way into the wallet, "
            + "or comes with the next load. 卡内余额退回钱包或随下次充值";

    @ParentCommand
    private App app;

    Card(App app) {
        this.app = app;
    }

    @Command(description = "Has the bank certify the chip's key for the phone's wallet.")
    int issue(
            @Option(
                            names = "--carrier",
                            defaultValue = "PHONE_ESE",
                            description = "PHONE_ESE, SIM, IC_CARD, VISUAL_CARD or WEARABLE; default: ${DEFAULT-VALUE}")
                    String carrier) {
        return app.asPhone((phone, asker) -> {
            var folder = new ChipFolder(app.drawer());
            if (folder.isIssued()) {
                throw NotDone.usage("There is a card already, " + folder.purseId()
                        + "; another one needs another phone: ./jiaozi app setup --name two. 已有硬钱包");
            }
            var key = SigningKey.generate(Curve.SM2);
            var id = Id.random("card");
            var issued = asker.act(
                    "/v1/purse-issues/" + id.text(),
                    Map.of(
                            "walletId",
                            phone.walletId(),
                            "carrier",
                            carrier,
                            "certificateRequest",
                            key.request(id.text())),
                    "What is half made harms nobody; issue another one: ./jiaozi app card issue");
            folder.make(key, issued.text("purseId"), Certificate.ofPem(issued.text("root")));
            folder.element().personalise(chain(issued, "certificate"));
            app.talk().show(issued);
        });
    }

    @Command(description = "Moves money from the wallet onto the chip; what is left on it comes along.")
    int load(
            @Parameters(
                            paramLabel = "<yuan>",
                            arity = "0..1",
                            description = "as 100; left out: loads again what is left on the chip")
                    Optional<Yuan> yuan,
            @Option(names = "--id", description = "of a load whose reply was lost") Optional<Id> id) {
        return app.asPhone((_, asker) -> {
            var folder = new ChipFolder(app.drawer());
            var load = id.orElseGet(() -> Id.random("load"));
            app.talk().begin(load);
            var loaded = act(
                    folder,
                    asker,
                    "/loads/" + load.text(),
                    Map.of("amountFen", yuan.map(Yuan::fen).orElse(0L)),
                    "The same again 重试: ./jiaozi app card load "
                            + yuan.map(typed -> typed.typed() + " ").orElse("") + "--id " + load.text());
            folder.element()
                    .load(
                            LoadOrder.readSigned(Base64.getDecoder().decode(loaded.text("order"))),
                            chain(loaded, "signatory"));
            app.talk().show(loaded);
        });
    }

    @Command(description = "Moves what is left on the chip back into the wallet.")
    int unload(@Option(names = "--id", description = "of one whose reply was lost") Optional<Id> id) {
        return app.asPhone((_, asker) -> {
            var folder = new ChipFolder(app.drawer());
            var unload = id.orElseGet(() -> Id.random("unload"));
            app.talk().begin(unload);
            app.talk()
                    .show(act(
                            folder,
                            asker,
                            "/unloads/" + unload.text(),
                            Map.of(),
                            "The same again 重试: ./jiaozi app card unload --id " + unload.text()));
        });
    }

    @Command(description = "Shows what is on the chip, and what it may still do without the bank.")
    int show() {
        return app.talk().told(() -> show(new ChipFolder(app.drawer()).element()));
    }

    @Command(description = "Sets the chip's PIN, six digits.")
    int pin(
            @Parameters(paramLabel = "<new>") String next,
            @Option(names = "--old", description = "where there is one") Optional<String> old) {
        return app.talk().told(() -> {
            var element = new ChipFolder(app.drawer()).element();
            element.changePin(old, next);
            show(element);
        });
    }

    @Command(description = "Held to a till that asks: pays, and says so on the air.")
    int pay(
            @Option(names = "--pin", description = "shown to the chip") Optional<String> pin,
            @Option(names = "--power-off", description = "the phone is off, and the till's field feeds the chip")
                    boolean powerOff) {
        return app.talk().told(() -> {
            var element = new ChipFolder(app.drawer()).element();
            try (var session = element.open(powerOff ? Power.FIELD : Power.OWN)) {
                app.air().send(session.pay(app.air().heardOffer(), pin));
            }
            show(element);
            app.talk().note("next", "./jiaozi terminal tap take");
        });
    }

    @Command(description = "Held to the till again after a tear: says once more what it has paid.")
    int again() {
        return app.talk().told(() -> {
            var element = new ChipFolder(app.drawer()).element();
            var kept = element.kept().stream()
                    .filter(each -> each.acknowledgement().isEmpty())
                    .findFirst()
                    .orElseThrow(() -> NotDone.usage("Every payment of the card has been acknowledged. 无未确认交易"));
            try (var session = element.open(Power.OWN)) {
                app.air().send(session.again(kept.debit().content().hash()));
            }
            app.talk().note("next", "./jiaozi terminal tap take");
        });
    }

    @Command(description = "Hears that the till holds the voucher.")
    int done() {
        return app.talk().told(() -> {
            var element = new ChipFolder(app.drawer()).element();
            try (var session = element.open(Power.OWN)) {
                session.acknowledged(
                        app.air().heardAcknowledgement(), app.air().heardOffer().payee());
            }
            show(element);
        });
    }

    @Command(description = "Shows the bank what the card has paid, so that it may pay on.")
    int sync(@Option(names = "--id", description = "of one that broke off") Optional<Id> id) {
        return app.asPhone((phone, asker) -> {
            var folder = new ChipFolder(app.drawer());
            var element = folder.element();
            var chain = element.display().chain();
            var items = element.kept().stream()
                    .map(kept -> Batch.Item.of(kept.voucher(), chain))
                    .toList();
            if (items.isEmpty()) {
                throw NotDone.usage("The card has paid nothing that the bank has not seen. 无待同步交易");
            }
            byte[] challenge =
                    Base64.getDecoder().decode(asker.read(folder.self()).text("challenge"));
            var batch = Batch.of(folder.key(), chain, items, Instant.now()).with(element.state(Octets.of(challenge)));
            var name = id.orElseGet(() -> Id.random("sync"));
            app.talk().begin(name);
            String again = "The same again 重试: ./jiaozi app card sync --id " + name.text();
            try (var client = app.client(phone)) {
                var _ = Asker.answer(() -> new Upload(client).send(name.text(), batch), again);
            }
            var judged = asker.readUntil(
                    "/v1/voucher-batches/" + name.text(),
                    answer -> answer.body().has("sync"),
                    again);
            var sync = judged.body().path("sync");
            element.synced(
                    SyncReceipt.readSigned(
                            Base64.getDecoder().decode(sync.path("receipt").asString(""))),
                    new Chain(
                            Certificate.ofPem(sync.path("signatory").asString("")),
                            Certificate.ofPem(sync.path("operator").asString(""))));
            show(element);
        });
    }

    private void show(SecureElement element) {
        var display = element.display();
        app.talk()
                .show(Map.of(
                        "state", display.open() ? "OPEN" : "CLOSED",
                        "purseId", display.purse(),
                        "load", display.load(),
                        "balanceFen", display.balanceFen(),
                        "counter", display.counter(),
                        "paymentsLeft", display.paymentsLeft(),
                        "totalLeftFen", display.totalLeftFen(),
                        "unacknowledged", display.unacknowledged()));
    }

    /// The chip ends its load in the same act in which it says what is left; it says the same until the next load.
    private static Answer act(ChipFolder folder, Asker asker, String path, Map<String, Object> wish, String again) {
        var element = folder.element();
        if (element.display().load() == 0) {
            return asker.act(folder.self() + path, wish, again);
        }
        byte[] challenge = Base64.getDecoder().decode(asker.read(folder.self()).text("challenge"));
        var body = new HashMap<>(wish);
        body.put(
                "closing",
                Base64.getEncoder()
                        .encodeToString(element.close(Octets.of(challenge)).encoded()));
        try {
            return asker.act(folder.self() + path, body, again);
        } catch (NotDone e) {
            throw e.advising(CLOSED);
        }
    }

    private static Chain chain(Answer answer, String holder) {
        return new Chain(Certificate.ofPem(answer.text(holder)), Certificate.ofPem(answer.text("operator")));
    }
}
