package cn.jiaozi.payment.voucher;

import java.util.UUID;

/// A voucher of a settlement, and the copy by which it was decided.
///
/// @param voucherId 64 hex digits
record Part(
        String voucherId,
        UUID settlement,
        UUID batchId,
        int index,
        String payee,
        long amountFen,
        Verdict verdict,
        Bearer bearer,
        String flags) {}
