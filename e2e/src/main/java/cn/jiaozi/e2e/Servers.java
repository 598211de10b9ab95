package cn.jiaozi.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/// What the servers of a suite have kept.
public final class Servers {
    private Servers() {}

    /// Every run begins with nothing, so that runs can be compared.
    public static void delete(Path data) throws IOException {
        deleteFolder(data.resolve("postgres"));
        deleteFolder(data.resolve("kafka"));
        deleteFolder(data.resolve("core"));
    }

    static void deleteFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        var all = new ArrayList<Path>();
        try (var paths = Files.walk(folder)) {
            paths.forEach(all::add);
        }
        for (var path : all.reversed()) {
            Files.delete(path);
        }
    }
}
