package cn.jiaozi.merchant.certificate;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Certificates are added and never changed; whoever adds one holds the lock on the terminal.
@Component
class CertificateStore {
    private final DatabaseClient client;

    CertificateStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<TerminalCertificate> find(String terminalId, String actId) {
        return client.sql("""
                        select act_id, terminal_id, key_id, serial, certificate, operator, root, not_before, not_after
                        from terminal_certificate where terminal_id = :id and act_id = :act
                        """)
                .bind("id", terminalId)
                .bind("act", actId)
                .map(CertificateStore::certificate)
                .one();
    }

    Mono<Void> insert(TerminalCertificate certificate) {
        return client.sql("""
                        insert into terminal_certificate (terminal_id, act_id, key_id, serial, certificate, operator,
                                                          root, not_before, not_after)
                        values (:id, :act, :key, :serial, :certificate, :operator, :root, :not_before, :not_after)
                        """)
                .bind("id", certificate.terminalId())
                .bind("act", certificate.id())
                .bind("key", certificate.keyId())
                .bind("serial", certificate.serial())
                .bind("certificate", certificate.certificate())
                .bind("operator", certificate.operator())
                .bind("root", certificate.root())
                .bind("not_before", certificate.notBefore())
                .bind("not_after", certificate.notAfter())
                .then();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static TerminalCertificate certificate(Readable row) {
        return new TerminalCertificate(
                row.get("act_id", String.class),
                row.get("terminal_id", String.class),
                row.get("key_id", String.class),
                row.get("serial", String.class),
                row.get("certificate", String.class),
                row.get("operator", String.class),
                row.get("root", String.class),
                row.get("not_before", Instant.class),
                row.get("not_after", Instant.class));
    }
}
