package cn.jiaozi.sdk.evidence;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.evidence.Flaw.Kind;
import cn.jiaozi.sdk.receipt.Json;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Voucher;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/// Two vouchers by which a purse has spent twice (双花): two debits with one counter, or two behind one and the
/// same debit. A sound chip signs one debit a counter, so its key has left it, or its state was set back.
///
/// Times are not looked at: the key has signed both, whatever day it was.
public record Evidence(Voucher first, Voucher second, Certificate purse, Certificate operator, Certificate root) {
    public static final int VERSION = 1;

    private static final Set<CertificateRole> PURSES = Set.of(CertificateRole.PURSE);

    /// Reads JSON strictly; [IllegalArgumentException] says what is not as it must be ([Kind#MALFORMED]).
    public static Evidence parse(String json) {
        return Json.read(json, read -> {
            if (read.number("version") != VERSION) {
                throw new IllegalArgumentException("version is not " + VERSION);
            }
            return new Evidence(
                    member(read, "first", Voucher::read),
                    member(read, "second", Voucher::read),
                    member(read, "purse", Certificate::of),
                    member(read, "operator", Certificate::of),
                    member(read, "root", Certificate::of));
        });
    }

    /// A line a member, so that it is taken apart without a reader of JSON too.
    public String json() {
        return """
                {
                  "version": %d,
                  "first": "%s",
                  "second": "%s",
                  "purse": "%s",
                  "operator": "%s",
                  "root": "%s"
                }
                """.formatted(
                        VERSION,
                        base64(first.encoded()),
                        base64(second.encoded()),
                        purse.encoded(),
                        operator.encoded(),
                        root.encoded());
    }

    /// The first thing that is wrong, in the order of [Kind]; empty when it proves that the purse has spent
    /// twice.
    ///
    /// @param trusted the root that the central bank has published
    public Optional<Flaw> flaw(Certificate trusted) {
        return Stream.of(
                        unless(() -> root.equals(trusted), Kind.ROOT, "It is under another root"),
                        unless(this::isCertified, Kind.CERTIFICATE, "The root does not vouch for operator and purse"),
                        unless(
                                () -> debits().allMatch(this::isOfThePurse),
                                Kind.PURSE,
                                "A voucher is not under the certificate of the purse"),
                        unless(
                                () -> first.isSignedBy(purse.key()) && second.isSignedBy(purse.key()),
                                Kind.SIGNATURE,
                                "The signature on a voucher is not the purse's"),
                        unless(
                                () -> !first.hash().equals(second.hash()),
                                Kind.SAME,
                                "Both vouchers are the same payment"),
                        unless(
                                this::isConflict,
                                Kind.NO_CONFLICT,
                                "The vouchers have neither the counter nor the debit before in common"))
                .map(Check::flaw)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// What it proves, for people, a line each; only for one without a flaw.
    public List<String> told() {
        var one = first.debit().content();
        var other = second.debit().content();
        var same = one.counter() == other.counter()
                ? "with the counter " + one.counter()
                : "behind the same debit " + one.previous();
        return List.of(
                "Purse " + purse.subject() + " of operator " + purse.operator() + " has signed two payments " + same,
                told(one),
                told(other));
    }

    private static String told(Debit debit) {
        return debit.amountFen() + " fen to " + debit.payee() + ", by its clock at " + debit.payeeTime() + ", voucher "
                + debit.hash();
    }

    private boolean isCertified() {
        try {
            return new Trust(root).believes(new Chain(purse, operator), PURSES);
        } catch (IllegalArgumentException noRoot) {
            return false;
        }
    }

    private boolean isOfThePurse(Debit debit) {
        return debit.payer().equals(purse.subject()) && debit.payerCertificate().equals(purse.serial());
    }

    private boolean isConflict() {
        var one = first.debit().content();
        var other = second.debit().content();
        return one.counter() == other.counter() || one.previous().equals(other.previous());
    }

    private Stream<Debit> debits() {
        return Stream.of(first.debit().content(), second.debit().content());
    }

    private record Check(BooleanSupplier right, Flaw otherwise) {
        /// Later checks are made only when the earlier ones have found nothing.
        Optional<Flaw> flaw() {
            return right.getAsBoolean() ? Optional.empty() : Optional.of(otherwise);
        }
    }

    private static Check unless(BooleanSupplier right, Kind kind, String text) {
        return new Check(right, new Flaw(kind, text));
    }

    private static <T> T member(Json json, String name, Function<byte[], T> shape) {
        try {
            return shape.apply(Base64.getDecoder().decode(json.string(name)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
