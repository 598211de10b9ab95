package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.testkit.Infrastructure;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class CopiesIT {
    private static final String URL = Infrastructure.shared().jdbcUrl("postgres");
    private final Copies copies = new Copies(URL, "postgres", "postgres", "copies-it");

    /// A line a row; the last column may be missing.
    private static final class Lines implements RowFormat {
        private final List<String> rows = new ArrayList<>();

        @Override
        public void begin(Bytes out) {
            out.add("begin\n");
        }

        @Override
        public void row(CopyRow row, Bytes out) {
            String line = row.int8(0) + "|" + row.text(1) + "|" + (row.isNull(2) ? "-" : row.date(2));
            rows.add(line);
            out.add(line);
            out.add((byte) '\n');
        }

        @Override
        public void end(Bytes out) {
            out.add("end\n");
        }
    }

    @Test
    void readsEveryTypeThatBillsAreMadeOf() {
        var seen = new ArrayList<Object>();
        var format = new RowFormat() {
            @Override
            public void begin(Bytes out) {}

            @Override
            public void row(CopyRow row, Bytes out) {
                seen.addAll(List.of(
                        row.int2(0), row.int4(1), row.int8(2), row.bool(3), row.date(4), row.instant(5), row.text(6)));
                seen.add(row.isNull(7));
            }

            @Override
            public void end(Bytes out) {}
        };

        copies.read(
                        "select (-7)::smallint, -70000, 9223372036854775807, true, date '1999-12-31',"
                                + " timestamptz '1999-12-31 23:59:59.999999Z', '𠮷·阿', null::text",
                        Map.of(),
                        format)
                .blockLast();

        assertThat(seen)
                .containsExactly(
                        -7,
                        -70000,
                        Long.MAX_VALUE,
                        true,
                        LocalDate.of(1999, 12, 31),
                        Instant.parse("1999-12-31T23:59:59.999999Z"),
                        "𠮷·阿",
                        true);
    }

    @Test
    void writesBeginningAndEndAlsoWhereThereIsNoRow() {
        assertThat(text(copies.read("select 1::bigint, 'x', null::date where false", Map.of(), new Lines())))
                .isEqualTo("begin\nend\n");
    }

    @Test
    void takesParametersByTheLetter() {
        var said = "it's \\ \"so\"; :day $1 ''";

        assertThat(text(copies.read(
                        "select :number::bigint, :said::text, :day",
                        Map.of("number", 42L, "said", said, "day", LocalDate.of(2026, 11, 28)),
                        new Lines())))
                .isEqualTo("begin\n42|" + said + "|2026-11-28\nend\n");
    }

    @Test
    void waitsForWhoeverTakesThePiecesSlowly() {
        var format = new Lines();
        var pieces = copies.read(
                "select n::bigint, repeat('x', 1000), null::date from generate_series(1, 100000) n", Map.of(), format);

        StepVerifier.create(pieces, 0)
                .thenRequest(1)
                .assertNext(piece -> {
                    assertThat(piece.length).isBetween(256 * 1024, 260 * 1024);
                    // A piece that is taken, some that are ahead, one that is being written.
                    assertThat(format.rows.size()).isLessThan(10 * 262);
                })
                .thenCancel()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void endsTheStatementWhenNobodyWantsItsRowsAnyMore() {
        var first = copies.read(
                        "select n::bigint, repeat('x', 100), null::date from generate_series(1, 10000000) n",
                        Map.of(),
                        new Lines())
                .blockFirst();

        assertThat(first).isNotNull();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(CopiesIT::running, count -> count == 0);
    }

    @Test
    void tellsWhyItCannotGoOn() {
        StepVerifier.create(copies.read("select 1 / 0, 'x', null::date", Map.of(), new Lines()))
                .expectErrorMatches(error ->
                        error instanceof SQLException sql && sql.getSQLState().equals("22012"))
                .verify(Duration.ofSeconds(20));
        // A column of another type than the format expects.
        StepVerifier.create(copies.read("select 'x', 'x', null::date", Map.of(), new Lines()))
                .expectError(IllegalStateException.class)
                .verify(Duration.ofSeconds(20));
    }

    private static int running() throws SQLException {
        try (var connection = DriverManager.getConnection(URL);
                var statement = connection.createStatement();
                var found = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where application_name = 'copies-it copies' and state = 'active'")) {
            found.next();
            return found.getInt(1);
        }
    }

    private static String text(Flux<byte[]> pieces) {
        var all = new Bytes();
        pieces.toIterable().forEach(all::add);
        return new String(all.take(), StandardCharsets.UTF_8);
    }
}
