package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.client.ClientSettings;
import cn.jiaozi.sdk.client.JiaoziClient;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.net.URI;
import java.util.List;

/// The papers of a till.
///
/// @param party       of its merchant
/// @param gatewayKeys no reply is believed but under the signature of one of these
record Till(
        String party,
        String merchantNo,
        String storeNo,
        String terminalId,
        String serialNumber,
        List<String> gatewayKeys) {
    Asker asker(URI gateway, SigningKey key) {
        return Asker.signing(settings(gateway, key));
    }

    JiaoziClient client(URI gateway, SigningKey key) {
        return new JiaoziClient(settings(gateway, key));
    }

    private ClientSettings settings(URI gateway, SigningKey key) {
        return ClientSettings.of(gateway, key)
                .withGatewayKeys(gatewayKeys.stream().map(VerifyingKey::of).toList());
    }

    String self() {
        return "/v1/terminals/" + terminalId;
    }

    String order(Id id) {
        return "/v1/merchants/" + merchantNo + "/orders/" + id.text();
    }

    String storeQr() {
        return "/v1/merchants/" + merchantNo + "/stores/" + storeNo + "/qr";
    }
}
