package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.util.Optional;

/// Which of a voucher's signatures are right. Checking them is most of the work of judging, and the only part
/// that is
/// shared by all processors.
record Signatures(boolean payer, boolean payee) {
    static Signatures of(Copy copy, Facts facts) {
        var debit = copy.debit();
        var payer = facts.registered(debit.payer(), debit.payerCertificate());
        var payee = facts.certificate(debit.payee(), debit.payeeCertificate());
        return new Signatures(
                key(payer).filter(copy.voucher()::isSignedBy).isPresent(),
                key(payee).filter(copy.voucher()::isAcknowledgedBy).isPresent());
    }

    private static Optional<VerifyingKey> key(Optional<PurseFact.Certificate> certificate) {
        return certificate.map(PurseFact.Certificate::publicKey).map(VerifyingKey::of);
    }
}
