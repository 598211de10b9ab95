package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.key.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// Where a till or a phone keeps its key and its papers from one command to the next.
final class Drawer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[0-9a-z-]{1,12}");
    private static final String KEY = "key.pem";
    private static final String PAPERS = "papers.json";

    private final Path folder;

    Drawer(Path parent, String name) {
        if (!NAME.matcher(name).matches()) {
            throw NotDone.usage("A name has 1 to 12 characters of 0-9 a-z -");
        }
        this.folder = parent.resolve(name);
    }

    private Drawer(Path folder) {
        this.folder = folder;
    }

    Drawer inner(String name) {
        return new Drawer(folder.resolve(name));
    }

    Path folder() {
        return folder;
    }

    void keep(SigningKey key) {
        write(KEY, key.pem().getBytes(StandardCharsets.US_ASCII));
    }

    void keep(Record papers) {
        write(PAPERS, JSON.writeValueAsBytes(papers));
    }

    Path keepPicture(Id id, byte[] png) {
        return write(id.text() + ".png", png);
    }

    SigningKey key() {
        return SigningKey.ofPem(new String(read(KEY), StandardCharsets.US_ASCII));
    }

    <T extends Record> Optional<T> papers(Class<T> type) {
        return Files.exists(folder.resolve(PAPERS))
                ? Optional.of(JSON.readValue(read(PAPERS), type))
                : Optional.empty();
    }

    private byte[] read(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whole or not at all, and for the owner's eyes only.
    private Path write(String name, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            var half = Files.createTempFile(
                    folder,
                    name,
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(half, bytes);
            return Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
