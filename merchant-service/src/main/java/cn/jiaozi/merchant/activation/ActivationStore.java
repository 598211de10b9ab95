package cn.jiaozi.merchant.activation;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The codes of terminals; whoever reads or changes those of one holds the lock on the terminal.
@Component
class ActivationStore {
    private static final String SELECT = """
            select terminal_id, act_id, code_hash, issued_at, expires_at, wrong_tries from activation_code
            """;

    private final DatabaseClient client;

    ActivationStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<ActivationCode> find(String terminalId, String actId) {
        return client.sql(SELECT + " where terminal_id = :id and act_id = :act")
                .bind("id", terminalId)
                .bind("act", actId)
                .map(ActivationStore::code)
                .one();
    }

    Mono<ActivationCode> current(String terminalId) {
        return client.sql(SELECT + " where terminal_id = :id and voided_at is null")
                .bind("id", terminalId)
                .map(ActivationStore::code)
                .one();
    }

    /// Voids the code before this one.
    Mono<Void> insert(ActivationCode code) {
        return client.sql("""
                        update activation_code set voided_at = :at where terminal_id = :id and voided_at is null
                        """)
                .bind("at", code.issuedAt())
                .bind("id", code.terminalId())
                .then()
                .then(client.sql("""
                                insert into activation_code (terminal_id, act_id, code_hash, issued_at, expires_at)
                                values (:id, :act, :hash, :issued_at, :expires_at)
                                """)
                        .bind("id", code.terminalId())
                        .bind("act", code.actId())
                        .bind("hash", code.hash())
                        .bind("issued_at", code.issuedAt())
                        .bind("expires_at", code.expiresAt())
                        .then());
    }

    Mono<Void> countWrongTry(ActivationCode code) {
        return client.sql("""
                        update activation_code set wrong_tries = wrong_tries + 1
                        where terminal_id = :id and act_id = :act
                        """)
                .bind("id", code.terminalId())
                .bind("act", code.actId())
                .then();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static ActivationCode code(Readable row) {
        return new ActivationCode(
                row.get("terminal_id", String.class),
                row.get("act_id", String.class),
                row.get("code_hash", String.class),
                row.get("issued_at", Instant.class),
                row.get("expires_at", Instant.class),
                row.get("wrong_tries", Integer.class));
    }
}
