package cn.jiaozi.e2e.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The files of this repository; some may have another text than on the disk, so that a check can be shown what it must
/// refuse.
record Repository(Path root, Map<String, String> changed) {
    static Repository ours() {
        return new Repository(
                Path.of(System.getProperty("jiaozi.root", ".."))
                        .toAbsolutePath()
                        .normalize(),
                Map.of());
    }

    Repository with(String path, String text) {
        var texts = new HashMap<>(changed);
        texts.put(path, text);
        return new Repository(root, texts);
    }

    boolean has(String path) {
        return changed.containsKey(path) || Files.exists(root.resolve(path));
    }

    String text(String path) {
        var other = changed.get(path);
        return other != null ? other : read(root.resolve(path));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files in a folder and below, as paths from the root.
    List<String> files(String folder) {
        if (!has(folder)) {
            return List.of();
        }
        try (var files = Files.walk(root.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The modules that become images: those whose jar can be executed.
    List<String> services() {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(text("pom.xml"))
                .results()
                .map(module -> module.group(1))
                .filter(module ->
                        text(module + "/pom.xml").contains("<artifactId>spring-boot-maven-plugin</artifactId>"))
                .toList();
    }

    String version() {
        return first("<artifactId>jiaozi</artifactId>\\s*<version>([^<]+)</version>");
    }

    String property(String name) {
        return first("<" + Pattern.quote(name) + ">([^<]+)<");
    }

    private String first(String regex) {
        var matcher = Pattern.compile(regex).matcher(text("pom.xml"));
        if (!matcher.find()) {
            throw new IllegalArgumentException("pom.xml has no " + regex);
        }
        return matcher.group(1);
    }
}
