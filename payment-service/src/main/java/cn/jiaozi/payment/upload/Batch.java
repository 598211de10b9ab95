package cn.jiaozi.payment.upload;

import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.upload.BatchHeader;
import cn.jiaozi.sdk.voucher.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Vouchers that somebody has announced.
///
/// @param scope      whose ids its act id is one of
/// @param header     as it was signed
/// @param statement  of the chip, signed, where a payer uploads
/// @param receivedAt when the last piece had come
record Batch(
        UUID id,
        String scope,
        String actId,
        Octets header,
        Optional<Octets> statement,
        Instant createdAt,
        Optional<Instant> receivedAt) {
    BatchHeader content() {
        return BatchHeader.readSigned(header.bytes()).content();
    }

    Optional<Statement> said() {
        return statement.map(bytes -> Statement.readSigned(bytes.bytes()).content());
    }
}
