package cn.jiaozi.e2e.hand;

import cn.jiaozi.local.Running;
import java.net.URI;
import java.nio.file.Path;

/// @param tokens for the people who are played
/// @param folder where tills and phones keep what is theirs
public record Surroundings(URI gateway, Tokens tokens, Path folder) {
    @FunctionalInterface
    public interface Tokens {
        /// After a login of this moment.
        String token(String party, String... roles);
    }

    static Surroundings of(Running suite) {
        return new Surroundings(suite.gateway(), suite::token, suite.dir("hand"));
    }
}
