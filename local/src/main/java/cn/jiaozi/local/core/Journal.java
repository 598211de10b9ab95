package cn.jiaozi.local.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// An append-only file. Whoever waits for [#flushed] is told after one `fsync` for all who wait with him.
final class Journal implements AutoCloseable {
    private record Write(String line, CompletableFuture<Void> done) {}

    private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>();
    private final FileChannel file;
    private final Thread writer;

    private Journal(FileChannel file) {
        this.file = file;
        this.writer = Thread.ofPlatform().name("journal").daemon().start(this::write);
    }

    /// The complete lines that an earlier run left. A line without its end was never answered and is cut off.
    static List<String> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        var bytes = Files.readAllBytes(path);
        var end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end < bytes.length) {
            try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(end);
                channel.force(true);
            }
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    static Journal open(Path path) throws IOException {
        return new Journal(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void append(String line) {
        waiting.add(new Write(line + "\n", new CompletableFuture<>()));
    }

    /// Returns when everything appended before is on the disk.
    void flushed() {
        var mark = new Write("", new CompletableFuture<>());
        waiting.add(mark);
        mark.done().join();
    }

    @Override
    public void close() {
        flushed();
        writer.interrupt();
        try {
            writer.join();
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        var group = new ArrayList<Write>();
        try {
            while (true) {
                group.add(waiting.take());
                waiting.drainTo(group);
                store(group);
                group.clear();
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void store(List<Write> group) {
        var text = new StringBuilder();
        group.forEach(write -> text.append(write.line()));
        try {
            if (!text.isEmpty()) {
                var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(false);
            }
            group.forEach(write -> write.done().complete(null));
        } catch (IOException e) {
            group.forEach(write -> write.done().completeExceptionally(e));
        }
    }
}
