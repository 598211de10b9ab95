package cn.jiaozi.local;

import cn.jiaozi.local.token.DevelopmentTokens;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// The suite that runs on this machine's data folder, as another process finds it.
public final class Running {
    private final Addresses addresses;
    private final DevelopmentTokens tokens;

    private Running(Addresses addresses, Path dataDir) {
        this.addresses = addresses;
        this.tokens = new Environment(addresses, dataDir).tokens();
    }

    /// Looks in `JIAOZI_DATA`, or in `.jiaozi/data` below `-Djiaozi.root`.
    public static Running find() {
        Path dataDir = Optional.ofNullable(System.getenv("JIAOZI_DATA"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("jiaozi.root", "."), ".jiaozi", "data"))
                .toAbsolutePath()
                .normalize();
        return RunFile.running(dataDir)
                .map(file -> new Running(file.addresses(), dataDir))
                .orElseThrow(
                        () -> new IllegalStateException("No suite runs on " + dataDir + "; ./jiaozi up starts one"));
    }

    public URI gateway() {
        return Addresses.uri(addresses.gateway());
    }

    public Addresses addresses() {
        return addresses;
    }

    public DevelopmentTokens tokens() {
        return tokens;
    }

    public String token(String subject, String... roles) {
        return tokens.token(subject, roles);
    }
}
