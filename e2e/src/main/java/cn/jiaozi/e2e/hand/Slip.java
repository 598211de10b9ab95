package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// An answer as a till prints it: what matters to a person, always in the same order.
final class Slip {
    private static final List<Row> ROWS = List.of(
            new Row("paymentCode", "code"),
            new Row("expiresAt", "until"),
            new Row("kind", "kind"),
            new Row("amountFen", "amount"),
            new Row("refundedFen", "refunded"),
            new Row("heldFen", "on card"),
            new Row("returnedFen", "returned"),
            new Row("balanceFen", "balance"),
            new Row("subject", "about"),
            new Row("orderId", "order"),
            new Row("paymentId", "payment"),
            new Row("payerWalletId", "payer"),
            new Row("payeeWalletId", "payee"),
            new Row("walletId", "wallet"),
            new Row("purseId", "purse"),
            new Row("load", "load"),
            new Row("number", "load"),
            new Row("counter", "counter"),
            new Row("paymentsLeft", "taps left"),
            new Row("totalLeftFen", "tap at most"),
            new Row("unacknowledged", "unheard"),
            new Row("unsent", "unsent"),
            new Row("count", "vouchers"),
            new Row("sumFen", "sum"),
            new Row("waiting", "waiting"),
            new Row("acceptedFen", "paid"),
            new Row("revocationList", "list no."),
            new Row("authFactors", "shown"),
            new Row("merchantNo", "merchant"),
            new Row("storeNo", "store"),
            new Row("terminalId", "terminal"),
            new Row("serialNumber", "serial no."),
            new Row("name", "name"),
            new Row("keyId", "key"),
            new Row("endedAt", "ended"));

    private record Row(String field, String label) {}

    private Slip() {}

    static String of(Answer answer) {
        var lines = new ArrayList<String>();
        lines.add(line("state", state(answer)));
        if (!answer.text("reason").isEmpty()) {
            lines.add(line("reason", reason(answer)));
        }
        if (answer.status() >= 400) {
            because(answer, lines);
        }
        for (Row row : ROWS) {
            String value = value(row.field(), answer.body().path(row.field()));
            if (!value.isEmpty()) {
                lines.add(line(row.label(), value));
            }
        }
        return String.join("\n", lines);
    }

    static String line(String label, String value) {
        return "%-12s%s".formatted(label, value);
    }

    private static String state(Answer answer) {
        if (answer.status() < 400) {
            return answer.text("state").isEmpty() ? "OK" : answer.text("state");
        }
        return (answer.status() < 500 ? "nothing was begun 未受理" : "not known 结果未知") + " (HTTP " + answer.status() + ")";
    }

    private static String reason(Answer answer) {
        var text = answer.body().path("reasonText");
        return List.of(
                        answer.text("reason"),
                        text.path("en").asString(""),
                        text.path("zh").asString(""))
                .stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  "));
    }

    private static void because(Answer answer, List<String> lines) {
        String detail = answer.text("detail");
        if (!detail.isEmpty() && !reason(answer).contains(detail)) {
            lines.add(line("detail", detail));
        }
        for (JsonNode error : answer.body().path("errors")) {
            lines.add(line(
                    "field",
                    error.path("pointer").asString("") + " "
                            + error.path("detail").asString("")));
        }
    }

    private static String value(String field, JsonNode value) {
        boolean nothingRefunded = field.equals("refundedFen") && value.asLong(0) == 0;
        if (value.isMissingNode() || value.isNull() || nothingRefunded) {
            return "";
        }
        if (field.endsWith("Fen")) {
            return Yuan.shown(value.asLong());
        }
        return value.isArray()
                ? value.valueStream().map(each -> each.asString("")).collect(Collectors.joining(", "))
                : value.asString("");
    }
}
