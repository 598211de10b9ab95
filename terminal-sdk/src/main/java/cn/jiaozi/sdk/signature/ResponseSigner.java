package cn.jiaozi.sdk.signature;

import cn.jiaozi.sdk.key.SigningKey;
import java.time.InstantSource;
import java.util.Map;

/// Signs responses with the key of a gateway. There is no nonce: the signature of the request, which is covered, has
/// one already.
public final class ResponseSigner {
    private final SigningKey key;
    private final InstantSource clock;

    public ResponseSigner(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /// The three headers to send along.
    public Map<String, String> sign(SignedResponse response) {
        String parameters = "%s;created=%d;keyid=\"%s\";tag=\"%s\""
                .formatted(response.components(), clock.instant().getEpochSecond(), key.id(), Form.TAG);
        return Form.headers(response.contentDigest(), parameters, response.base(parameters), key);
    }
}
