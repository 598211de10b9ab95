package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import java.util.Map;
import java.util.Optional;

/// Plays the merchant, who has a terminal bound to a store and asks for its activation code, and then the terminal,
/// which has its key registered for that code.
final class TillSetup {
    private static final String ADVICE =
            "What is half made harms nobody; set it up again: ./jiaozi terminal setup. 设置未完成，请重试";

    private final Surroundings around;
    private final Drawer drawer;

    TillSetup(Surroundings around, Drawer drawer) {
        this.around = around;
        this.drawer = drawer;
    }

    /// Returns the terminal as the gateway shows it to the till itself.
    Answer make(Optional<String> merchantNo, Curve curve) {
        var merchant = merchant(merchantNo);
        var key = SigningKey.generate(curve);
        // Before it is registered: a key that is lost after that is a terminal lost.
        drawer.keep(key);
        var till = activated(merchant.text("merchantNo"), merchant.text("party"), key);
        drawer.keep(till);
        try (var asker = till.asker(around.gateway(), key)) {
            asker.readNew(till.storeQr());
            return asker.readNew(till.self());
        }
    }

    private Answer merchant(Optional<String> merchantNo) {
        try (var clerk = Asker.bearing(around.gateway(), around.tokens().token("demo-clerk", "OPERATOR"))) {
            return clerk.read(
                    merchantNo.map(no -> "/v1/merchants/" + no).orElse("/v1/merchant-registrations/demo-teahouse"));
        } catch (NotDone e) {
            throw e.advising("There is no such merchant yet; ./jiaozi demo registers the teahouse. 请先运行演示");
        }
    }

    private Till activated(String merchantNo, String party, SigningKey key) {
        String serial = Id.random("HAND").text();
        String stores = "/v1/merchants/" + merchantNo + "/stores/";
        String storeNo;
        String terminalId;
        String code;
        try (var owner = Asker.bearing(around.gateway(), around.tokens().token(party, "MERCHANT"))) {
            storeNo = owner.act(stores + "hand-store", Map.of("name", "By hand 手动"), ADVICE)
                    .text("storeNo");
            terminalId = owner.act(
                            stores + storeNo + "/terminals/" + serial,
                            Map.of("serialNumber", serial, "kind", "POS", "location", "At the keyboard 键盘前"),
                            ADVICE)
                    .text("terminalId");
            code = owner.act("/v1/terminals/" + terminalId + "/activation-codes/" + serial, Map.of(), ADVICE)
                    .text("activationCode");
        }
        try (var terminal = Asker.bearing(around.gateway(), "")) {
            var keys = terminal.read("/v1/gateway-keys")
                    .body()
                    .path("keys")
                    .valueStream()
                    .map(gateway -> gateway.path("publicKey").asString(""))
                    .toList();
            terminal.act(
                    "/v1/terminal-activations/" + serial,
                    Map.of(
                            "terminalId", terminalId,
                            "serialNumber", serial,
                            "activationCode", code,
                            "certificateRequest", key.request(serial)),
                    ADVICE);
            return new Till(party, merchantNo, storeNo, terminalId, serial, keys);
        }
    }
}
