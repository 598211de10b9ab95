package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class CertificateStore {
    private final DatabaseClient sql;

    CertificateStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// All that these purses were ever given, by purse, the oldest first.
    Mono<Map<String, List<PurseCertificate>>> find(Collection<String> purseIds) {
        return sql.sql("select * from purse_certificate where purse_id = any(:ids) order by not_before, serial")
                .bind("ids", Columns.text(purseIds, id -> id))
                .map(CertificateStore::certificate)
                .all()
                .collectList()
                .map(all -> all.stream().collect(Collectors.groupingBy(PurseCertificate::purseId)));
    }

    /// @return false when the key is another purse's, also when it became so in the same moment
    Mono<Boolean> claim(String keyId, String purseId) {
        return sql.sql("""
                insert into purse_key (key_id, purse_id) values (:keyId, :purseId)
                on conflict (key_id) do update set purse_id = purse_key.purse_id
                returning purse_id
                """)
                .bind("keyId", keyId)
                .bind("purseId", purseId)
                .map(row -> purseId.equals(row.get("purse_id", String.class)))
                .one();
    }

    Mono<Void> insert(PurseCertificate certificate) {
        return sql.sql("""
                insert into purse_certificate (serial, purse_id, certificate_id, key_id, public_key, not_before,
                    not_after, der)
                values (:serial, :purseId, :certificateId, :keyId, :publicKey, :notBefore, :notAfter, :der)
                """)
                .bind("serial", certificate.serial())
                .bind("purseId", certificate.purseId())
                .bind("certificateId", certificate.certificateId())
                .bind("keyId", certificate.keyId())
                .bind("publicKey", certificate.publicKey())
                .bind("notBefore", certificate.notBefore().atOffset(ZoneOffset.UTC))
                .bind("notAfter", certificate.notAfter().atOffset(ZoneOffset.UTC))
                .bind("der", certificate.der())
                .then();
    }

    private static PurseCertificate certificate(Readable row) {
        return new PurseCertificate(
                text(row, "serial"),
                text(row, "purse_id"),
                text(row, "certificate_id"),
                text(row, "key_id"),
                text(row, "public_key"),
                instant(row, "not_before"),
                instant(row, "not_after"),
                text(row, "der"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Instant instant(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, OffsetDateTime.class)).toInstant();
    }
}
