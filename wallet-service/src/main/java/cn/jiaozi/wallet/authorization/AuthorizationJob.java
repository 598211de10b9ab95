package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.Reannouncing;
import java.util.List;
import org.springframework.stereotype.Component;

/// Says what of authorizations can be announced again.
@Component
class AuthorizationJob {
    private static final List<String> NOUNS = List.of("payment", "refund");

    AuthorizationJob(Reannouncing reannouncing, AuthorizationService authorizations) {
        for (var noun : NOUNS) {
            reannouncing.add(
                    "authorized " + noun,
                    (since, after, atMost) -> authorizations.reannounce(noun, since, after, atMost));
        }
    }
}
