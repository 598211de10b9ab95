package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.client.ClientSettings;
import cn.jiaozi.sdk.client.JiaoziClient;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.qr.MerchantQr;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

@Command(
        name = "app",
        description = "A phone with a wallet. Its owner has logged in, and it signs what it asks.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
final class App {
    private static final Pattern WALLET_ID = Pattern.compile("[0-9]{16}");
    /// Under which the demo has opened the wallets of its people.
    private static final Map<String, String> OPENINGS =
            Map.of("demo-zhang-san", "demo-opening-zhang", "demo-li-si", "demo-opening-li");

    private final Surroundings around;

    @Mixin
    private Talk talk = new Talk();

    @Option(
            names = "--name",
            scope = ScopeType.INHERIT,
            defaultValue = "phone",
            description = "which phone; default: ${DEFAULT-VALUE}")
    private String name = "phone";

    @Option(
            names = "--token-only",
            scope = ScopeType.INHERIT,
            description = "do not sign: what a stolen token alone may do")
    private boolean tokenOnly;

    App(Surroundings around) {
        this.around = around;
    }

    @Command(description = "Registers the phone after a fresh login; tells of the one that is there, if any.")
    int setup(
            @Option(names = "--as", defaultValue = "demo-zhang-san", description = "default: demo-zhang-san")
                    String party,
            @Option(names = "--wallet", description = "default: the one that the demo has opened")
                    Optional<String> wallet,
            @Option(names = "--curve", defaultValue = "P256", description = "P256 or SM2; default: P256") Curve curve,
            @Option(names = "--anew", description = "forget the phone that is there") boolean anew) {
        return talk.told(() -> {
            if (wallet.filter(id -> !WALLET_ID.matcher(id).matches()).isPresent()) {
                throw NotDone.usage("A wallet's id has 16 digits.");
            }
            talk.show(there(party, anew).orElseGet(() -> made(party, wallet, curve)));
            talk.note("wallet", phone().walletId());
        });
    }

    @Command(description = "Shows a payment code, which a till can charge for one minute.")
    int code() {
        return asPhone((phone, asker) -> talk.show(asker.act(
                "/v1/payment-codes/" + Id.random("code").text(),
                Map.of("walletId", phone.walletId()),
                "A code that nobody has seen is no harm: " + command("code"))));
    }

    @Command(description = "Pays what a merchant's QR code asks for.")
    int scan(
            @Parameters(paramLabel = "<code>", description = "its text, or a PNG file") String seen,
            @Option(names = "--yuan", description = "of a code that does not say how much") Optional<Yuan> yuan,
            @Option(names = "--id", description = "of a payment whose reply was lost") Optional<Id> id) {
        return asPhone((phone, asker) -> pay(asker, id, wanted(phone, MerchantQr.of(Scan.text(seen)), yuan)));
    }

    @Command(description = "Pays somebody.")
    int pay(
            @Parameters(paramLabel = "<wallet>", description = "of whoever is paid") String payee,
            @Parameters(paramLabel = "<yuan>", description = "as 12.30") Yuan yuan,
            @Option(names = "--id", description = "of a payment whose reply was lost") Optional<Id> id) {
        return asPhone((phone, asker) -> pay(
                asker,
                id,
                Map.of(
                        "kind",
                        "P2P",
                        "payerWalletId",
                        phone.walletId(),
                        "payeeWalletId",
                        payee,
                        "amountFen",
                        yuan.fen())));
    }

    @Command(description = "Shows a payment.")
    int show(@Parameters(paramLabel = "<payment>") Id payment) {
        return asPhone((_, asker) -> talk.show(asker.read("/v1/payments/" + payment.text())));
    }

    @Command(description = "Shows what is in the wallet.")
    int balance() {
        return asPhone((phone, asker) -> talk.show(asker.read(phone.account())));
    }

    @Command(description = "Revokes the phone's key, from another device: the phone is lost.")
    int revoke() {
        return talk.told(() -> {
            var phone = phone();
            try (var owner = owner(phone.party())) {
                talk.show(owner.act(phone.self() + "/revocation", Map.of(), findOut("revoke")));
            }
        });
    }

    private void pay(Asker asker, Optional<Id> given, Map<String, Object> intent) {
        var id = given.orElseGet(() -> Id.random("pay"));
        talk.begin(id);
        talk.show(asker.act(
                "/v1/payments/" + id.text(),
                intent,
                findOut("show " + id.text()) + "\nIf there is none 若无此笔: the same again with --id " + id.text()));
    }

    private static Map<String, Object> wanted(Phone phone, MerchantQr code, Optional<Yuan> yuan) {
        var intent = new LinkedHashMap<String, Object>();
        intent.put("payerWalletId", phone.walletId());
        intent.put("merchantNo", code.merchantNo());
        code.order()
                .ifPresentOrElse(
                        order -> {
                            if (yuan.isPresent()) {
                                throw NotDone.usage("The code says how much; leave --yuan out.");
                            }
                            intent.put("kind", "ORDER");
                            intent.put("orderId", order.id());
                            intent.put("amountFen", order.amountFen());
                        },
                        () -> {
                            intent.put("kind", "STORE");
                            intent.put(
                                    "storeNo",
                                    code.storeNo().orElseThrow(() -> NotDone.usage("The code names no store.")));
                            intent.put(
                                    "amountFen",
                                    yuan.orElseThrow(() -> NotDone.usage("The code does not say how much; say --yuan."))
                                            .fen());
                        });
        return intent;
    }

    /// The phone, if its key still counts.
    private Optional<Answer> there(String party, boolean anew) {
        var papers = drawer().papers(Phone.class);
        if (anew || papers.isEmpty()) {
            return Optional.empty();
        }
        if (!papers.get().party().equals(party)) {
            throw NotDone.usage(
                    "This phone is " + papers.get().party() + "'s; take another one with --name, or say --anew.");
        }
        try (var asker = asker(papers.get())) {
            return Optional.of(asker.read(papers.get().self()));
        } catch (NotDone e) {
            if (e.outcome() == Outcome.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Answer made(String party, Optional<String> wallet, Curve curve) {
        var key = SigningKey.generate(curve);
        var device = Id.random("hand-" + name).text();
        try (var owner = owner(party)) {
            var phone = new Phone(party, device, wallet.orElseGet(() -> walletOf(party, owner)));
            drawer().keep(key);
            var registered = owner.act(
                    phone.self(),
                    Map.of("name", "By hand 手动: " + name, "certificateRequest", key.request(device)),
                    "What is half made harms nobody; set it up again: " + command("setup"));
            drawer().keep(phone);
            return registered;
        }
    }

    private static String walletOf(String party, Asker owner) {
        var opening = Optional.ofNullable(OPENINGS.get(party))
                .orElseThrow(() -> NotDone.usage("Which wallet of " + party + "? Say --wallet."));
        try {
            return owner.read("/v1/wallet-openings/" + opening).text("walletId");
        } catch (NotDone e) {
            throw e.advising("There is no wallet yet; ./jiaozi demo opens it. 请先运行演示");
        }
    }

    int asPhone(BiConsumer<Phone, Asker> act) {
        return talk.told(() -> {
            var phone = phone();
            try (var asker = tokenOnly ? owner(phone.party()) : asker(phone)) {
                act.accept(phone, asker);
            }
        });
    }

    private Asker asker(Phone phone) {
        return Asker.signing(settings(phone));
    }

    JiaoziClient client(Phone phone) {
        return new JiaoziClient(settings(phone));
    }

    private ClientSettings settings(Phone phone) {
        return ClientSettings.of(around.gateway(), drawer().key()).withToken(() -> token(phone.party()));
    }

    private Asker owner(String party) {
        return Asker.bearing(around.gateway(), token(party));
    }

    private String token(String party) {
        return around.tokens().token(party, "CUSTOMER");
    }

    private Phone phone() {
        return drawer().papers(Phone.class)
                .orElseThrow(() -> NotDone.usage("There is no phone yet; register one: " + command("setup")));
    }

    Drawer drawer() {
        return new Drawer(around.folder(), name);
    }

    Talk talk() {
        return talk;
    }

    Air air() {
        return new Air(around.folder());
    }

    private String findOut(String arguments) {
        return "Find out 查询: " + command(arguments);
    }

    private String command(String arguments) {
        return "./jiaozi app " + arguments + (name.equals("phone") ? "" : " --name " + name);
    }
}
