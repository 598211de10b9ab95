package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.qr.PaymentCode;
import cn.jiaozi.sdk.qr.QrPicture;
import java.net.URI;
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
        name = "terminal",
        description = "A till. It signs all that it asks, and believes no reply that the gateway has not signed.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
final class Terminal {
    private static final Pattern MERCHANT_NO = Pattern.compile("[0-9]{15}");
    private static final String SUBJECT = "Sold by hand 手动收款";
    private static final int DOTS = 8;

    private final Surroundings around;

    @Mixin
    private Talk talk = new Talk();

    @Option(
            names = "--name",
            scope = ScopeType.INHERIT,
            defaultValue = "till",
            description = "which till; default: ${DEFAULT-VALUE}")
    private String name = "till";

    Terminal(Surroundings around) {
        this.around = around;
    }

    @Command(description = "Has a terminal bound to a store and activates it; tells of the one that is there, if any.")
    int setup(
            @Option(names = "--merchant", description = "its number; default: the demo's teahouse")
                    Optional<String> merchantNo,
            @Option(names = "--curve", defaultValue = "SM2", description = "SM2 or P256; default: SM2") Curve curve,
            @Option(names = "--anew", description = "forget the terminal that is there") boolean anew) {
        return talk.told(() -> {
            if (merchantNo.filter(no -> !MERCHANT_NO.matcher(no).matches()).isPresent()) {
                throw NotDone.usage("A merchant's number has 15 digits.");
            }
            talk.show(there(merchantNo, anew).orElseGet(() -> new TillSetup(around, drawer()).make(merchantNo, curve)));
        });
    }

    @Command(description = "Makes an order and shows its QR code.")
    int order(
            @Parameters(paramLabel = "<yuan>", description = "as 12.30") Yuan yuan,
            @Option(names = "--subject", defaultValue = SUBJECT, description = "default: " + SUBJECT) String subject,
            @Option(names = "--id", description = "of an order whose reply was lost") Optional<Id> id) {
        return asTill((till, asker) -> {
            var order = id.orElseGet(() -> Id.random("order"));
            talk.begin(order);
            var answer = asker.act(
                    till.order(order),
                    Map.of("amountFen", yuan.fen(), "subject", subject),
                    findOut("order " + yuan.typed() + " --id " + order.text()));
            showCode(answer, asker.read(till.order(order) + "/qr"), order);
        });
    }

    @Command(description = "Charges the customer who shows this payment code.")
    int charge(
            @Parameters(paramLabel = "<code>", description = "19 digits") String code,
            @Parameters(paramLabel = "<yuan>", description = "as 12.30") Yuan yuan,
            @Option(names = "--subject", defaultValue = SUBJECT, description = "default: " + SUBJECT) String subject,
            @Option(names = "--id", description = "of a sale whose reply was lost") Optional<Id> id) {
        return asTill((till, asker) -> {
            var digits = PaymentCode.of(code).digits();
            // One id for the payment and for the order that it makes: the order's is on the customer's slip.
            var sale = id.orElseGet(() -> Id.random("sale"));
            talk.begin(sale);
            talk.show(asker.act(
                    "/v1/payments/" + sale.text(),
                    Map.of(
                            "kind",
                            "CODE",
                            "paymentCode",
                            digits,
                            "orderId",
                            sale.text(),
                            "amountFen",
                            yuan.fen(),
                            "subject",
                            subject),
                    findOut("show " + sale.text()) + "\nTake it back 冲正: "
                            + command("reverse " + sale.text() + " " + yuan.typed())));
        });
    }

    @Command(description = "Shows the store's own QR code, for the wall; the customer says how much.")
    int wall() {
        return asTill((till, asker) -> {
            var code = asker.read(till.storeQr());
            showCode(code, code, Id.of("wall-" + till.storeNo()));
        });
    }

    @Command(description = "Shows an order.")
    int show(@Parameters(paramLabel = "<order>") Id order) {
        return asTill((till, asker) -> talk.show(asker.read(till.order(order))));
    }

    @Command(description = "Closes an order that nobody has paid.")
    int close(@Parameters(paramLabel = "<order>") Id order) {
        return asTill((till, asker) ->
                talk.show(asker.act(till.order(order) + "/close", Map.of(), findOut("show " + order.text()))));
    }

    @Command(description = "Reverses a sale (冲正): gives back what was paid; one that comes later is refused.")
    int reverse(
            @Parameters(paramLabel = "<order>") Id order,
            @Parameters(paramLabel = "<yuan>", description = "of the sale") Yuan yuan) {
        return asTill((till, asker) -> talk.show(asker.act(
                till.order(order) + "/reversal",
                Map.of("amountFen", yuan.fen()),
                findOut("reverse " + order.text() + " " + yuan.typed()))));
    }

    @Command(description = "Takes the terminal out of service for good, as its merchant: its key counts no more.")
    int deactivate(
            @Option(names = "--reason", defaultValue = "Closed by hand 手动停用", description = "default: ${DEFAULT-VALUE}")
                    String reason) {
        return talk.told(() -> {
            var till = till();
            try (var owner = Asker.bearing(around.gateway(), around.tokens().token(till.party(), "MERCHANT"))) {
                talk.show(owner.act(till.self() + "/deactivation", Map.of("reason", reason), findOut("deactivate")));
            }
        });
    }

    private void showCode(Answer answer, Answer code, Id id) {
        String text = code.text("text");
        talk.show(answer, text, drawer().keepPicture(id, QrPicture.png(text, DOTS)));
    }

    /// The terminal, if it still works.
    private Optional<Answer> there(Optional<String> merchantNo, boolean anew) {
        var papers = drawer().papers(Till.class);
        if (anew || papers.isEmpty()) {
            return Optional.empty();
        }
        if (merchantNo.filter(no -> !no.equals(papers.get().merchantNo())).isPresent()) {
            throw NotDone.usage("This till is another merchant's; take another one with --name, or say --anew.");
        }
        try (var asker = papers.get().asker(around.gateway(), drawer().key())) {
            return Optional.of(asker.read(papers.get().self()));
        } catch (NotDone e) {
            if (e.outcome() == Outcome.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    int asTill(BiConsumer<Till, Asker> act) {
        return talk.told(() -> {
            var till = till();
            try (var asker = till.asker(around.gateway(), drawer().key())) {
                act.accept(till, asker);
            }
        });
    }

    private Till till() {
        return drawer().papers(Till.class)
                .orElseThrow(() -> NotDone.usage("There is no till yet; make one: " + command("setup")));
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

    URI gateway() {
        return around.gateway();
    }

    private String findOut(String arguments) {
        return "Find out 查询: " + command(arguments);
    }

    private String command(String arguments) {
        return "./jiaozi terminal " + arguments + (name.equals("till") ? "" : " --name " + name);
    }
}
