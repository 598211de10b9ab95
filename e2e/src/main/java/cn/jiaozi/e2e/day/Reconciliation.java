package cn.jiaozi.e2e.day;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// Brings the core's file of the day, and has payments, ledger and core compared. Until the service has looked at what
/// was brought it still says that it waits for it.
final class Reconciliation implements Step {
    private static final int OF_DIGEST = 24;

    private final Door door;
    private final LocalDate date;
    private final URI core;
    private final Path dir;
    private boolean brought;

    /// @param core where the core's simulator serves its files; at a bank they arrive by its own ways
    Reconciliation(Door door, LocalDate date, URI core, Path dir) {
        this.door = door;
        this.date = date;
        this.core = core;
        this.dir = dir;
    }

    @Override
    public String name() {
        return "reconciliation";
    }

    @Override
    public void begin() throws IOException {
        var file = dir.resolve("core-" + date + ".csv");
        if (door.download(core.resolve("/core/v1/files/" + date), file, false)) {
            // The content is the id: what was brought before is the same act.
            String id = "core-" + sha256(file).substring(0, OF_DIGEST);
            door.putCsv("/v1/core-files/" + date + "/" + id, file).must("The core's file");
            brought = true;
        }
        door.put("/v1/reconciliations/" + date, "{}").must("The reconciliation");
    }

    @Override
    public Progress look() {
        var answer = door.get("/v1/reconciliations/" + date);
        if (answer.is(404)) {
            return Progress.waits("not begun");
        }
        var run = answer.must("The reconciliation");
        String marks = run.path("pairs")
                .valueStream()
                .map(pair -> pair.path("pair").asString() + " "
                        + pair.path("marks")
                                .valueStream()
                                .map(mark -> mark.path("mark").asString() + " "
                                        + mark.path("count").asLong())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return switch (run.path("state").asString("")) {
            case "DONE" ->
                Progress.done(marks + "; open items " + run.path("open").asLong());
            case "RUNNING" -> Progress.underWay("at " + run.path("step").asString());
            default ->
                !brought && run.path("waitsFor").asString("").equals("CORE_FILE")
                        ? Progress.waits("the core's file of the day is missing")
                        : Progress.underWay("waits for " + run.path("waitsFor").asString());
        };
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest())) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
