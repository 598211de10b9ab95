package cn.jiaozi.sdk;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Certified;
import cn.jiaozi.sdk.key.FixedLength;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.revocation.RevocationDelta;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.upload.BatchHeader;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import cn.jiaozi.sdk.voucher.Voucher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Messages that whoever writes a chip, a till or a bank can check theirs against: in
/// `src/test/resources/voucher` the keys and certificates, and for each message its bytes, their hash and a
/// signature. What is fixed is written here once more, field by field.
final class Golden {
    static final String PURSE = "P00000000000000A";
    static final String TERMINAL = Party.terminal("00000001");

    private static final Path FOLDER = Path.of("src/test/resources/voucher");
    private static final Instant AT = Instant.parse("2026-11-29T08:00:00Z");
    private static final Octets NONCE = Octets.parse("000102030405060708090a0b0c0d0e0f");
    private static final Hash PREVIOUS = Hash.sm3(new byte[] {1});

    private Golden() {}

    /// @param signer   whose key has signed it
    /// @param tag      of the signature
    /// @param message  what is signed
    /// @param rewritten reads the message with its signature and writes it again
    record Vector(String name, String signer, int tag, Supplier<byte[]> message, UnaryOperator<byte[]> rewritten) {
        Stored stored() {
            var lines = read(name + ".txt").lines().toList();
            return new Stored(value(lines, 0, "message"), value(lines, 1, "sm3"), value(lines, 3, "signature"));
        }

        private static Octets value(List<String> lines, int line, String name) {
            var parts = lines.get(line).split(" ", 2);
            if (!parts[0].equals(name)) {
                throw new IllegalStateException(name + " is not in line " + line);
            }
            return Octets.parse(parts[1]);
        }

        /// With the signature.
        byte[] encoded() {
            byte[] message = stored().message().bytes();
            byte[] signature = stored().signature().bytes();
            byte[] all = Arrays.copyOf(message, message.length + 2 + signature.length);
            all[message.length] = (byte) tag;
            all[message.length + 1] = (byte) signature.length;
            System.arraycopy(signature, 0, all, message.length + 2, signature.length);
            return all;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Stored(Octets message, Octets sm3, Octets signature) {}

    static Certificate certificate(String holder) {
        return Certificate.ofPem(read(holder + ".pem"));
    }

    static SigningKey key(String holder) {
        return SigningKey.ofPem(read(holder + ".key.pem"));
    }

    static Vector vector(String name) {
        return all().stream()
                .filter(vector -> vector.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<Vector> all() {
        return List.of(
                signed("payment-request", "terminal", Golden::request, Golden::rewrittenRequest),
                signed("voucher", "purse", Golden::debit, Golden::rewrittenVoucher),
                new Vector(
                        "voucher-acknowledged",
                        "terminal",
                        0x21,
                        () -> vector("voucher").encoded(),
                        Golden::rewrittenVoucher),
                signed(
                        "load-order",
                        "signatory",
                        () -> new LoadOrder(PURSE, 2, 500_00, 7, PREVIOUS, limits(), AT).encoded(),
                        bytes -> LoadOrder.readSigned(bytes).encoded()),
                signed(
                        "sync-receipt",
                        "signatory",
                        () -> new SyncReceipt(PURSE, 2, 7).encoded(),
                        bytes -> SyncReceipt.readSigned(bytes).encoded()),
                signed("statement", "purse", () -> statement(false, 487_70), Golden::rewrittenStatement),
                signed("statement-closing", "purse", () -> statement(true, 487_70), Golden::rewrittenStatement),
                signed(
                        "revocation-list",
                        "signatory",
                        () -> newer().encoded(),
                        bytes -> RevocationList.readSigned(bytes).encoded()),
                signed(
                        "revocation-delta",
                        "signatory",
                        () -> RevocationDelta.between(older(), newer()).encoded(),
                        bytes -> RevocationDelta.readSigned(bytes).encoded()),
                signed(
                        "batch",
                        "terminal",
                        Golden::batch,
                        bytes -> BatchHeader.readSigned(bytes).encoded()));
    }

    private static Vector signed(
            String name, String signer, Supplier<byte[]> message, UnaryOperator<byte[]> rewritten) {
        return new Vector(name, signer, 0x20, message, rewritten);
    }

    private static byte[] request() {
        return new PaymentRequest(TERMINAL, certificate("terminal").serial(), 12_30, NONCE, AT, 4).encoded();
    }

    private static byte[] debit() {
        return new Debit(
                        PURSE,
                        certificate("purse").serial(),
                        2,
                        8,
                        PREVIOUS,
                        12_30,
                        487_70,
                        TERMINAL,
                        certificate("terminal").serial(),
                        NONCE,
                        AT,
                        4,
                        1,
                        true,
                        false,
                        0)
                .encoded();
    }

    private static byte[] statement(boolean closes, long balanceFen) {
        var head = Hash.sm3(debit());
        return new Statement(closes, PURSE, certificate("purse").serial(), 2, 8, head, balanceFen, NONCE).encoded();
    }

    private static Limits limits() {
        return new Limits(1, 1_000_00, 200_00, 500_00, 20, 1_000_00, 5, 300_00);
    }

    private static RevocationList older() {
        return RevocationList.of(4, AT.minusSeconds(3_600), List.of("P00000000000000B", "P00000000000000C"));
    }

    private static RevocationList newer() {
        return RevocationList.of(5, AT, List.of("P00000000000000C", "P00000000000000D", "P00000000000000E"));
    }

    private static byte[] batch() {
        return new BatchHeader(
                        TERMINAL,
                        certificate("terminal").serial(),
                        2,
                        12_31,
                        AT,
                        1,
                        BatchHeader.content(List.of(Hash.sm3(new byte[] {3, 0, 0, 3, 0, 0}))))
                .encoded();
    }

    private static byte[] rewrittenRequest(byte[] bytes) {
        return PaymentRequest.readSigned(bytes).encoded();
    }

    private static byte[] rewrittenVoucher(byte[] bytes) {
        return Voucher.read(bytes).encoded();
    }

    private static byte[] rewrittenStatement(byte[] bytes) {
        return Statement.readSigned(bytes).encoded();
    }

    private static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes all of them anew, under new keys: for a new version of the protocol alone, since others have
    /// copies.
    public static void main(String[] args) throws IOException {
        var certified = new Certified();
        Files.createDirectories(FOLDER);
        Files.writeString(
                FOLDER.resolve("root.pem"), certified.root().certificate().pem());
        Files.writeString(
                FOLDER.resolve("operator.pem"),
                certified.operator().certificate().pem());
        write("purse", certified.holder(CertificateRole.PURSE, PURSE));
        write("terminal", certified.holder(CertificateRole.TERMINAL, TERMINAL));
        write("signatory", certified.holder(CertificateRole.SIGNATORY, "Signatory 1"));
        for (var vector : all()) {
            byte[] message = vector.message().get();
            var signature = FixedLength.of(key(vector.signer()).sign(message));
            Files.writeString(
                    FOLDER.resolve(vector.name() + ".txt"),
                    "message %s\nsm3 %s\nsigner %s\nsignature %s\n"
                            .formatted(Octets.of(message), Hash.sm3(message), vector.signer(), Octets.of(signature)));
        }
    }

    private static void write(String name, Certified.Holder holder) throws IOException {
        Files.writeString(FOLDER.resolve(name + ".pem"), holder.certificate().pem());
        Files.writeString(FOLDER.resolve(name + ".key.pem"), holder.key().pem());
    }
}
