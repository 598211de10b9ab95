package cn.jiaozi.merchant.corefile;

import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Wrapped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Lines come by COPY, a batch a transaction: until their file is loaded they count for nothing.
@Component
class CoreLineStore {
    private static final String COPY = """
            copy core_line (file_id, line_no, request_id, kind, amount_fen, state, bank_ref, wallet_id, booked_at)
            from stdin (format csv)
            """;

    private final DatabaseClient client;

    CoreLineStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Long> copy(String lines) {
        return client.inConnection(connection -> postgres(connection)
                .copyIn(COPY, Mono.fromSupplier(() -> Unpooled.copiedBuffer(lines, StandardCharsets.UTF_8))));
    }

    /// A file whose upload was given up, and that no upload can still be writing to.
    Mono<Long> rest(Instant begunBefore) {
        return client.sql("""
                        select file_id from core_file
                        where state in ('LOADING', 'DISCARDED') and begun_at < :before
                        order by begun_at limit 1
                        """).bind("before", begunBefore).mapValue(Long.class).one();
    }

    /// @return how many lines went; the file's row goes when none is left
    Mono<Long> sweep(long fileId, int atMost) {
        return client.sql("""
                        with gone as (
                            delete from core_line
                            where file_id = :id and line_no in (
                                select line_no from core_line where file_id = :id order by line_no limit :at_most)
                            returning 1),
                        counted as (select count(*) as lines from gone),
                        ended as (
                            delete from core_file
                            where file_id = :id and state in ('LOADING', 'DISCARDED')
                                and (select lines from counted) = 0)
                        select lines from counted
                        """)
                .bind("id", fileId)
                .bind("at_most", atMost)
                .mapValue(Long.class)
                .one();
    }

    private static PostgresqlConnection postgres(Connection connection) {
        return switch (connection) {
            case PostgresqlConnection bare -> bare;
            case Wrapped<?> wrapped when wrapped.unwrap() instanceof Connection inner -> postgres(inner);
            default -> throw new IllegalStateException("Only PostgreSQL copies: " + connection);
        };
    }
}
