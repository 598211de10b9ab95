package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.Upload;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
        name = "tap",
        description = "Takes payments by a tap without a network (双离线). What needs one: prepare, upload, report.",
        mixinStandardHelpOptions = true)
final class Tap {
    @ParentCommand
    private Terminal terminal;

    Tap(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            description =
                    "Fetches the till's certificate and the list of revoked purses, for the days without a network.")
    int prepare() {
        return terminal.asTill((till, asker) -> {
            var folder = new TapFolder(terminal.drawer());
            folder.prepare(till, asker);
            show(folder);
        });
    }

    @Command(description = "Asks for an amount on the air.")
    int ask(@Parameters(paramLabel = "<yuan>", description = "as 12.30") Yuan yuan) {
        return terminal.talk().told(() -> {
            var folder = new TapFolder(terminal.drawer());
            terminal.air().send(folder.payee().ask(yuan.fen(), folder.revocations()));
            terminal.talk().note("next", "./jiaozi app card pay");
        });
    }

    @Command(description = "Asks once more with the same words, after a tear.")
    int again() {
        return terminal.talk().told(() -> {
            terminal.air().send(new TapFolder(terminal.drawer()).payee().again());
            terminal.talk().note("next", "./jiaozi app card pay");
        });
    }

    @Command(description = "Asks no longer: the customer pays otherwise.")
    int cancel() {
        return terminal.talk().told(() -> {
            var folder = new TapFolder(terminal.drawer());
            folder.payee().cancel();
            show(folder);
        });
    }

    @Command(description = "Takes the voucher that is on the air, and says so.")
    int take() {
        return terminal.talk().told(() -> {
            var folder = new TapFolder(terminal.drawer());
            terminal.air().send(folder.payee().accept(terminal.air().heardPayment(), folder.revocations()));
            show(folder);
            terminal.talk().note("next", "./jiaozi app card done");
        });
    }

    @Command(description = "Shows what the till holds and the bank has not got.")
    int list() {
        return terminal.talk().told(() -> show(new TapFolder(terminal.drawer())));
    }

    @Command(description = "Sends the bank what the till holds.")
    int upload(@Option(names = "--id", description = "of an upload that broke off") Optional<Id> id) {
        return terminal.asTill((till, asker) -> {
            var folder = new TapFolder(terminal.drawer());
            var taken = folder.shelf().unsent();
            if (taken.isEmpty()) {
                throw NotDone.usage("The till holds nothing that the bank has not got. 无待上送凭证");
            }
            var batch = Batch.of(
                    terminal.drawer().key(),
                    folder.own(),
                    taken.stream()
                            .map(each -> Batch.Item.of(each.voucher(), each.payer()))
                            .toList(),
                    Instant.now());
            var name = id.orElseGet(() -> Id.random("batch"));
            terminal.talk().begin(name);
            try (var client = till.client(terminal.gateway(), terminal.drawer().key())) {
                var reply = Asker.answer(() -> new Upload(client).send(name.text(), batch), again(name));
                folder.shelf().sent(taken.stream().map(each -> each.hash()).toList());
                terminal.talk().show(reply);
            }
        });
    }

    @Command(description = "Shows what became of an upload: each voucher with its verdict.")
    int report(@Parameters(paramLabel = "<batch>") Id batch) {
        return terminal.asTill((_, asker) -> {
            String path = "/v1/voucher-batches/" + batch.text();
            terminal.talk().show(asker.read(path), "vouchers", vouchers(asker, path), Tap::line);
        });
    }

    /// Page after page.
    private static List<JsonNode> vouchers(Asker asker, String batch) {
        var all = new ArrayList<JsonNode>();
        int cursor = -1;
        do {
            var page =
                    asker.read(batch + "/vouchers?limit=1000&cursor=" + cursor).body();
            page.path("vouchers").forEach(all::add);
            cursor = page.path("cursor").asInt(-1);
        } while (cursor >= 0);
        return all;
    }

    private static String line(JsonNode voucher) {
        String verdict = voucher.path("verdict").asString("");
        return "%4d  %-18s  %-7s  %12s  %s"
                .formatted(
                        voucher.path("index").asInt() + 1,
                        verdict.isEmpty() ? "WAITING" : verdict,
                        voucher.path("effect").asString(""),
                        voucher.path("amountFen").isNumber()
                                ? Yuan.shown(voucher.path("amountFen").asLong())
                                : "",
                        voucher.path("voucherId").asString(""));
    }

    private void show(TapFolder folder) {
        var unsent = folder.shelf().unsent();
        var shown = new LinkedHashMap<String, Object>();
        shown.put("state", folder.shelf().offer().isPresent() ? "ASKING" : "READY");
        shown.put("unsent", unsent.size());
        shown.put(
                "amountFen",
                unsent.stream().mapToLong(each -> amountFen(each.voucher())).reduce(0, Math::addExact));
        shown.put("revocationList", folder.revocations().number());
        terminal.talk().show(Map.copyOf(shown));
    }

    private static long amountFen(Voucher voucher) {
        return voucher.debit().content().amountFen();
    }

    private static String again(Id id) {
        return "The same again 重试: ./jiaozi terminal tap upload --id " + id.text();
    }
}
