package cn.jiaozi.wallet.load;

import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.wallet.purse.PurseCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a chip's closing statement means for the last load of its purse.
final class ClosingCheck {
    private ClosingCheck() {}

    sealed interface Outcome {
        /// No load is open any more: none ever was, or the last one is closed, now or since long.
        record Closed(Optional<Load> last) implements Outcome {}

        /// The chip has not closed the last load.
        record Open() implements Outcome {}

        /// Not this chip's, not about this load, or impossible.
        record Invalid() implements Outcome {}

        /// The chip has closed the same load twice, with other words: it was rolled back, or there are two of it.
        record Forked() implements Outcome {}
    }

    /// @param challengeIsOurs whether the challenge in the statement is; it may be of any age, since a chip
    ///                        makes one closing and sends it again after a tear
    static Outcome outcome(
            List<PurseCertificate> certificates,
            Optional<Load> last,
            Optional<Signed<Statement>> closing,
            boolean challengeIsOurs,
            Instant now) {
        if (closing.isEmpty()) {
            return last.isEmpty() || last.get().closing().isPresent() ? new Outcome.Closed(last) : new Outcome.Open();
        }
        var signed = closing.get();
        if (last.isEmpty() || !challengeIsOurs || !isSigned(certificates, last.get(), signed)) {
            return new Outcome.Invalid();
        }
        var load = last.get();
        if (load.closing().isPresent()) {
            return load.closing().get().says(signed.content()) ? new Outcome.Closed(last) : new Outcome.Forked();
        }
        return fits(load, signed.content())
                ? new Outcome.Closed(Optional.of(load.closed(Closing.of(signed, now))))
                : new Outcome.Invalid();
    }

    private static boolean isSigned(List<PurseCertificate> certificates, Load load, Signed<Statement> signed) {
        var said = signed.content();
        return said.closes()
                && said.purse().equals(load.purseId())
                && said.load() == load.number()
                && certificates.stream()
                        .filter(certificate ->
                                certificate.serial().equals(said.certificate().hex()))
                        .anyMatch(certificate -> signed.isSignedBy(certificate.key()));
    }

    /// A chip that has paid nothing gives back everything; what it has paid, it no longer has.
    private static boolean fits(Load load, Statement said) {
        if (said.counter() == load.start().counter()) {
            return said.head().equals(load.start().head()) && said.balanceFen() == load.amountFen();
        }
        return said.counter() > load.start().counter() && said.balanceFen() < load.amountFen();
    }
}
