package cn.jiaozi.payment.voucher;

import java.util.Optional;

/// A voucher that shows a purse that does what no chip should.
///
/// @param voucherId 64 hex digits
record Suspicion(String purseId, Verdict verdict, String voucherId) {
    static Optional<Suspicion> of(Judgement judgement) {
        var debit = judgement.debit();
        return judgement
                .suspicion()
                .map(verdict -> new Suspicion(
                        debit.payer(), verdict, judgement.copy().voucherId().hex()));
    }
}
