package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.util.List;
import java.util.function.Function;

/// Which of a voucher's signatures are right. Checking them is most of the work of judging.
record Signatures(boolean payer, boolean payee) {
    /// In the order of the copies.
    ///
    /// @param keys reads a certificate's public key
    static List<Signatures> of(List<Copy> copies, Facts facts, Function<String, VerifyingKey> keys) {
        return copies.stream().map(copy -> of(copy, facts, keys)).toList();
    }

    static Signatures of(Copy copy, Facts facts, Function<String, VerifyingKey> keys) {
        var debit = copy.debit();
        var payer = facts.registered(debit.payer(), debit.payerCertificate())
                .map(PurseFact.Certificate::publicKey)
                .map(keys);
        var payee = facts.certificate(debit.payee(), debit.payeeCertificate())
                .map(PurseFact.Certificate::publicKey)
                .map(keys);
        return new Signatures(
                payer.filter(copy.voucher()::isSignedBy).isPresent(),
                payee.filter(copy.voucher()::isAcknowledgedBy).isPresent());
    }
}
