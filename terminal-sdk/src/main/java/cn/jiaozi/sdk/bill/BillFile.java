package cn.jiaozi.sdk.bill;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The bytes of a bill: in which encoding they are, and whether they are those that its last line names.
final class BillFile {
    private static final int LONGEST_END = 256;
    private static final int PART = 1 << 16;
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private BillFile() {}

    /// UTF-8 is told by its byte order mark; a bill without one is in GB 18030.
    static boolean hasMark(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return java.util.Arrays.equals(in.readNBytes(BOM.length), BOM);
        }
    }

    static Charset charset(boolean hasMark) {
        return hasMark ? StandardCharsets.UTF_8 : Charset.forName("GB18030");
    }

    /// @throws Flawed when the last line names another digest, or none
    static void checkDigest(Path file) throws IOException, Flawed {
        String said;
        long above;
        try (var all = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(LONGEST_END, all.length());
            var tail = new byte[length];
            all.seek(all.length() - length);
            all.readFully(tail);
            String text = new String(tail, StandardCharsets.ISO_8859_1);
            int end = text.lastIndexOf("<END>,");
            if (end < 0) {
                throw new Flawed(Flaw.Kind.MALFORMED, "The bill does not end with <END>");
            }
            var cells = text.substring(end).strip().split(",", -1);
            if (cells.length != 3) {
                throw new Flawed(Flaw.Kind.MALFORMED, "The last line of the bill has not three cells");
            }
            said = cells[2];
            above = all.length() - length + end;
        }
        String found = sha256(file, above);
        if (!found.equals(said)) {
            throw new Flawed(Flaw.Kind.DIGEST, "The bill's SHA-256 is " + found + ", its last line says " + said);
        }
    }

    private static String sha256(Path file, long length) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), PART)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var part = new byte[PART];
            for (long left = length; left > 0; ) {
                int read = in.read(part, 0, (int) Math.min(PART, left));
                if (read < 0) {
                    break;
                }
                digest.update(part, 0, read);
                left -= read;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
