package cn.jiaozi.merchant.corefile;

import cn.jiaozi.chassis.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads a file in whatever pieces it comes, and holds no more of it than a batch of lines: a header, a line a booking,
/// and a trailer `END,<lines>,<done>,<debitFen>,<creditFen>,<sm3>` that says what all before it come to. Every line
/// ends in a line feed.
///
/// After the first flaw nothing is stored any more, but everything is read: who sends must hear the answer.
final class CoreFileReader {
    private static final int LINES_A_BATCH = 5_000;
    private static final int LONGEST_LINE = 400;

    private final long fileId;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder batch = new StringBuilder();
    private final Tally tally = new Tally();
    private int lineNo = 1;
    private int inBatch;
    private boolean ended;
    private Optional<Flaw> flaw = Optional.empty();

    private record Flaw(int lineNo, String what) {}

    CoreFileReader(long fileId) {
        this.fileId = fileId;
    }

    /// @return lines as the database copies them, with file and number (the header is line 1), when a batch is full
    Optional<String> read(byte[] piece) {
        int from = 0;
        for (int i = 0; i < piece.length && flaw.isEmpty(); i++) {
            if (piece[i] == '\n') {
                line.write(piece, from, i - from);
                take(line.toByteArray());
                line.reset();
                lineNo++;
                from = i + 1;
            }
        }
        if (flaw.isEmpty()) {
            line.write(piece, from, piece.length - from);
            if (line.size() > LONGEST_LINE) {
                flawed("is longer than " + LONGEST_LINE + " bytes");
            }
        }
        return inBatch >= LINES_A_BATCH ? rest() : Optional.empty();
    }

    /// The lines that were read and not handed out yet.
    Optional<String> rest() {
        if (inBatch == 0 || flaw.isPresent()) {
            return Optional.empty();
        }
        var lines = batch.toString();
        batch.setLength(0);
        inBatch = 0;
        return Optional.of(lines);
    }

    /// When everything has come. A file that was cut off, or of which a byte is not the one that was sent, is a problem
    /// that names the line.
    Totals end() {
        if (flaw.isEmpty() && line.size() > 0) {
            flawed("does not end, so the file was cut off here");
        }
        if (flaw.isEmpty() && !ended) {
            flawed("is missing: there is no trailer, so the file was cut off here");
        }
        flaw.ifPresent(first -> {
            throw Problem.badRequest("line " + first.lineNo(), "The line " + first.what());
        });
        return tally.totals();
    }

    private void take(byte[] bytes) {
        if (ended) {
            flawed("comes after the trailer");
            return;
        }
        if (bytes.length > LONGEST_LINE) {
            flawed("is longer than " + LONGEST_LINE + " bytes");
            return;
        }
        try {
            take(
                    bytes,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            flawed("is not UTF-8");
        } catch (IllegalArgumentException | ArithmeticException e) {
            flawed(String.valueOf(e.getMessage()));
        }
    }

    private void take(byte[] bytes, String text) {
        if (lineNo == 1) {
            if (!text.equals(CoreLine.HEADER)) {
                throw new IllegalArgumentException("is not the header " + CoreLine.HEADER);
            }
            tally.add(bytes);
        } else if (text.startsWith(Tally.TRAILER)) {
            tally.check(text);
            ended = true;
        } else {
            tally.add(bytes, CoreLine.of(text));
            batch.append(fileId)
                    .append(',')
                    .append(lineNo)
                    .append(',')
                    .append(text)
                    .append('\n');
            inBatch++;
        }
    }

    private void flawed(String what) {
        flaw = Optional.of(new Flaw(lineNo, what));
    }
}
