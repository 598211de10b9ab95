package cn.jiaozi.e2e;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import java.util.Map;

/// A till in a store of its own, activated with a key of its own.
///
/// @param name to call by, see [Api#till]
public record Till(String name, String terminalId, String merchantNo, String storeNo) {
    /// @param owner the merchant's token
    /// @param id    of all that is made, new for every till
    public static Till activated(Api api, String owner, String merchantNo, String id, Curve curve) {
        return activated(api, owner, merchantNo, id, SigningKey.generate(curve));
    }

    public static Till activated(Api api, String owner, String merchantNo, String id, SigningKey key) {
        String stores = "/v1/merchants/" + merchantNo + "/stores/";
        String store = text(api.put(owner, stores + id, Map.of("name", "West Gate 西门")), "storeNo");
        String terminal = text(
                api.put(
                        owner,
                        stores + store + "/terminals/" + id,
                        Map.of("serialNumber", "SN-" + id, "kind", "POS", "location", "Counter 1")),
                "terminalId");
        String code = text(
                api.put(owner, "/v1/terminals/" + terminal + "/activation-codes/" + id, Map.of()), "activationCode");
        text(
                api.put(
                        "",
                        "/v1/terminal-activations/" + id,
                        Map.of(
                                "terminalId",
                                terminal,
                                "serialNumber",
                                "SN-" + id,
                                "activationCode",
                                code,
                                "certificateRequest",
                                key.request("SN-" + id))),
                "terminalId");
        return new Till(api.till(key), terminal, merchantNo, store);
    }

    /// What a till sends that has read a customer's payment code.
    public static Map<String, Object> sale(String code, String order, long fen) {
        return Map.of("kind", "CODE", "paymentCode", code, "orderId", order, "amountFen", fen, "subject", "Tea 茶");
    }

    public String orders(String orderId) {
        return "/v1/merchants/" + merchantNo + "/orders/" + orderId;
    }

    private static String text(Answer answer, String field) {
        String text = answer.text(field);
        if (answer.status() / 100 != 2 || text.isEmpty()) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return text;
    }
}
