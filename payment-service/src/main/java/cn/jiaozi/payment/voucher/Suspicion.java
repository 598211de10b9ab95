package cn.jiaozi.payment.voucher;

/// A voucher that shows a purse that does what no chip should.
///
/// @param voucherId 64 hex digits
record Suspicion(String purseId, Verdict verdict, String voucherId) {
    static Suspicion of(Judgement judgement) {
        var debit = judgement.copy().debit();
        return new Suspicion(
                debit.payer(),
                judgement
                        .verdict()
                        .orElseGet(() -> judgement.pays().orElseThrow().verdict()),
                judgement.copy().voucherId().hex());
    }
}
