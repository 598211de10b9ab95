package cn.jiaozi.e2e.hand;

import cn.jiaozi.local.Running;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;

/// @param network where the gateway is; asked for only by who needs it, so that a tap works without
/// @param tokens  for the people who are played
/// @param folder  where tills and phones keep what is theirs
public record Surroundings(Supplier<URI> network, Tokens tokens, Path folder) {
    @FunctionalInterface
    public interface Tokens {
        /// After a login of this moment.
        String token(String party, String... roles);
    }

    /// @param data folder of a suite, which need not be up
    static Surroundings of(Path data) {
        return new Surroundings(
                () -> suite(data).gateway(), (party, roles) -> suite(data).token(party, roles), data.resolve("hand"));
    }

    URI gateway() {
        return network.get();
    }

    private static Running suite(Path data) {
        try {
            return Running.on(data);
        } catch (IllegalStateException e) {
            throw NotDone.unknown("There is no network. 无网络", String.valueOf(e.getMessage()));
        }
    }
}
