package cn.jiaozi.sdk.client;

import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Whom a [JiaoziClient] calls, and as whom.
///
/// @param gateway     scheme, host and port alone, as in `https://pay.bank.example`
/// @param key         registered with the gateway
/// @param token       asked for a bearer token before each attempt
/// @param gatewayKeys replies are believed under the signature of one of these; when there are none, under TLS alone
/// @param clock       what signatures are dated with; the gateway allows for little deviation
/// @param patience    how long the gateway may hold back an answer until the act is finished (`Prefer: wait`), 0 to 30
///                    seconds, of which whole ones count
/// @param timeout     of one attempt, beyond that patience: from connecting to the last byte of the reply
public record ClientSettings(
        URI gateway,
        SigningKey key,
        Optional<Supplier<String>> token,
        List<VerifyingKey> gatewayKeys,
        InstantSource clock,
        Duration patience,
        Duration timeout) {
    private static final Pattern GATEWAY = Pattern.compile("https?://[^/?#]+/?");
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

    /// Throws [IllegalArgumentException], which names the setting.
    public ClientSettings {
        gatewayKeys = List.copyOf(gatewayKeys);
        require(GATEWAY.matcher(gateway.toString()).matches(), "gateway");
        require(!patience.isNegative() && patience.compareTo(MOST_PATIENCE) <= 0, "patience");
        require(timeout.isPositive(), "timeout");
    }

    /// A call that is answered at once or not within ten seconds, dated by the system's clock.
    public static ClientSettings of(URI gateway, SigningKey key) {
        return new ClientSettings(
                gateway,
                key,
                Optional.empty(),
                List.of(),
                InstantSource.system(),
                Duration.ZERO,
                Duration.ofSeconds(10));
    }

    public ClientSettings withToken(Supplier<String> token) {
        return new ClientSettings(gateway, key, Optional.of(token), gatewayKeys, clock, patience, timeout);
    }

    public ClientSettings withGatewayKeys(List<VerifyingKey> gatewayKeys) {
        return new ClientSettings(gateway, key, token, gatewayKeys, clock, patience, timeout);
    }

    public ClientSettings withClock(InstantSource clock) {
        return new ClientSettings(gateway, key, token, gatewayKeys, clock, patience, timeout);
    }

    public ClientSettings withPatience(Duration patience) {
        return new ClientSettings(gateway, key, token, gatewayKeys, clock, patience, timeout);
    }

    public ClientSettings withTimeout(Duration timeout) {
        return new ClientSettings(gateway, key, token, gatewayKeys, clock, patience, timeout);
    }

    private static void require(boolean good, String setting) {
        if (!good) {
            throw new IllegalArgumentException("The setting " + setting + " is out of its range");
        }
    }
}
