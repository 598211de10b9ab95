package cn.jiaozi.payment.purse;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class CertificateStore {
    private final DatabaseClient client;

    CertificateStore(DatabaseClient client) {
        this.client = client;
    }

    /// The first one of a holder and serial number stays: whoever is to be believed issues no second one.
    Mono<Void> keep(Collection<Chain> chains) {
        return client.sql("""
                        insert into shown_certificate
                            (subject, serial, public_key, not_before, not_after, holder, operator)
                        select subject, serial, public_key, not_before, not_after, decode(holder, 'hex'),
                               decode(operator, 'hex')
                        from unnest(:subject, :serial, :public_key, :not_before, :not_after, :holder, :operator)
                             as u (subject, serial, public_key, not_before, not_after, holder, operator)
                        order by subject, serial
                        on conflict do nothing
                        """)
                .bind("subject", Columns.text(chains, chain -> chain.holder().subject()))
                .bind(
                        "serial",
                        Columns.text(chains, chain -> chain.holder().serial().hex()))
                .bind(
                        "public_key",
                        Columns.text(chains, chain -> chain.holder().key().encoded()))
                .bind(
                        "not_before",
                        Columns.instants(chains, chain -> chain.holder().notBefore()))
                .bind(
                        "not_after",
                        Columns.instants(chains, chain -> chain.holder().notAfter()))
                .bind(
                        "holder",
                        Columns.text(chains, chain -> chain.holder().der().hex()))
                .bind(
                        "operator",
                        Columns.text(chains, chain -> chain.operator().der().hex()))
                .then();
    }

    Mono<Map<Shown.Key, PurseFact.Certificate>> find(Collection<Shown.Key> keys) {
        var wanted = List.copyOf(keys);
        return client.sql("""
                        select subject, serial, public_key, not_before, not_after
                        from shown_certificate
                        join unnest(:subject, :serials) as u (subject, serial) using (subject, serial)
                        """)
                .bind("subject", Columns.text(wanted, Shown.Key::subject))
                .bind("serials", Columns.text(wanted, Shown.Key::serial))
                .map(row -> Map.entry(
                        new Shown.Key(
                                Objects.requireNonNull(row.get("subject", String.class)),
                                Objects.requireNonNull(row.get("serial", String.class))),
                        certificate(row)))
                .all()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Mono<Chain> chain(String subject, String serial) {
        return client.sql(
                        "select holder, operator from shown_certificate where subject = :subject and serial = :serial")
                .bind("subject", subject)
                .bind("serial", serial)
                .map(row -> new Chain(der(row, "holder"), der(row, "operator")))
                .one();
    }

    private static Certificate der(Readable row, String column) {
        return Certificate.of(Objects.requireNonNull(row.get(column, byte[].class)));
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static PurseFact.Certificate certificate(Readable row) {
        return new PurseFact.Certificate(
                row.get("serial", String.class),
                row.get("public_key", String.class),
                row.get("not_before", Instant.class),
                row.get("not_after", Instant.class));
    }
}
