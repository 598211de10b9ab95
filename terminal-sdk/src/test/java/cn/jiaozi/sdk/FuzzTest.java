package cn.jiaozi.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.revocation.RevocationDelta;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.upload.BatchHeader;
import cn.jiaozi.sdk.upload.Piece;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import cn.jiaozi.sdk.voucher.Voucher;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever arrives, a reader gives it back byte for byte or refuses it with [IllegalArgumentException], and takes
/// no more memory than the bytes are worth.
class FuzzTest {
    private static final long SEED = 20261129;
    private static final int CASES = 20_000;
    /// What a reader may allocate, besides which comes [#MOST_PER_BYTE]: exceptions, providers, ASN.1.
    private static final int MOST_FIXED = 256 << 10;

    private static final int MOST_PER_BYTE = 64;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<byte[]> MESSAGES = messages();

    record Format(String name, UnaryOperator<byte[]> rewritten) {
        static Piece piece(byte[] bytes) {
            var piece = Piece.read(bytes);
            assertThat(piece.certificates().size())
                    .isLessThanOrEqualTo(
                            piece.operators().size() + piece.holders().size());
            return piece;
        }

        /// One of its own that it reads.
        byte[] whole() {
            return MESSAGES.stream().filter(this::reads).findFirst().orElseThrow();
        }

        boolean reads(byte[] bytes) {
            try {
                return Arrays.equals(rewritten.apply(bytes), bytes);
            } catch (IllegalArgumentException _) {
                return false;
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Format> formats() {
        return List.of(
                new Format("voucher", bytes -> Voucher.read(bytes).encoded()),
                new Format("debit", bytes -> Debit.read(bytes).encoded()),
                new Format(
                        "payment request",
                        bytes -> PaymentRequest.readSigned(bytes).encoded()),
                new Format("load order", bytes -> LoadOrder.readSigned(bytes).encoded()),
                new Format("statement", bytes -> Statement.readSigned(bytes).encoded()),
                new Format(
                        "sync receipt", bytes -> SyncReceipt.readSigned(bytes).encoded()),
                new Format("certificate", bytes -> Certificate.of(bytes).der().bytes()),
                new Format("piece", bytes -> Format.piece(bytes).encoded()),
                new Format("batch", bytes -> BatchHeader.readSigned(bytes).encoded()),
                new Format(
                        "revocation list",
                        bytes -> RevocationList.readSigned(bytes).encoded()),
                new Format(
                        "revocation delta",
                        bytes -> RevocationDelta.readSigned(bytes).encoded()));
    }

    private static List<byte[]> messages() {
        var certificate = Golden.certificate("purse").der();
        var piece = new Piece(
                List.of(Golden.certificate("operator").der()),
                List.of(certificate),
                List.of(Octets.of(Golden.vector("voucher").encoded()), Octets.of(new byte[3])));
        var debit = Golden.vector("voucher").stored().message().bytes();
        return Stream.concat(
                        Golden.all().stream().map(Golden.Vector::encoded),
                        Stream.of(certificate.bytes(), piece.encoded(), debit))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void readsWhatItWritesAgainOrRefuses(Format format) {
        var random = new Random(SEED);
        byte[] whole = format.whole();
        assertThat(format.reads(whole)).isTrue();

        for (int i = 0; i < CASES; i++) {
            byte[] bytes = mutated(whole, random);
            assertThat(allocated(format, bytes, i))
                    .as("Bytes allocated for case %d: %s", i, Octets.of(bytes))
                    .isLessThan(MOST_FIXED + (long) MOST_PER_BYTE * bytes.length);
        }
    }

    private static long allocated(Format format, byte[] bytes, int number) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            byte[] again = format.rewritten.apply(bytes);
            if (!Arrays.equals(again, bytes)) {
                fail("Case %d: %s is written as %s", number, Octets.of(bytes), Octets.of(again));
            }
        } catch (IllegalArgumentException _) {
            // Refused.
        } catch (RuntimeException e) {
            fail("Case " + number + ": " + Octets.of(bytes), e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static byte[] mutated(byte[] whole, Random random) {
        int at = random.nextInt(whole.length);
        byte[] other = MESSAGES.get(random.nextInt(MESSAGES.size()));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(whole, at);
            case 1 -> Arrays.copyOf(whole, whole.length + 1 + random.nextInt(80));
            case 2 -> spliced(whole, at, other, random.nextInt(other.length));
            case 3 -> noise(random.nextInt(600), random);
            case 4 -> spliced(whole, at, spliced(noise(8, random), 8, whole, at), 0);
            default -> flipped(whole.clone(), 1 + random.nextInt(3), random);
        };
    }

    private static byte[] noise(int length, Random random) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] flipped(byte[] bytes, int times, Random random) {
        for (int i = 0; i < times; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] spliced(byte[] head, int headEnd, byte[] tail, int tailBegin) {
        byte[] bytes = Arrays.copyOf(head, headEnd + tail.length - tailBegin);
        System.arraycopy(tail, tailBegin, bytes, headEnd, tail.length - tailBegin);
        return bytes;
    }
}
