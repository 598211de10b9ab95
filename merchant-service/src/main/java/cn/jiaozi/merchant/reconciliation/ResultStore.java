package cn.jiaozi.merchant.reconciliation;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.merchant.reconciliation.RunView.MarkView;
import cn.jiaozi.merchant.reconciliation.RunView.PairView;
import cn.jiaozi.merchant.reconciliation.RunView.Side;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// What a day has come to: the sums of each side, and under which marks they lie.
@Component
class ResultStore {
    private final DatabaseClient client;

    private record Marked(Pair pair, MarkView mark) {}

    ResultStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<List<PairView>> pairs(LocalDate date) {
        return marks(date)
                .flatMap(marks -> client.sql("""
                        select pair, ours_count, ours_fen, theirs_count, theirs_fen, adjusted_count, adjusted_fen
                        from reconciliation_total
                        where accounting_date = :date
                        order by pair desc
                        """)
                        .bind("date", date)
                        .map(row -> pair(row, marks))
                        .all()
                        .collectList());
    }

    Mono<RunView.Queue> queue(LocalDate date) {
        return client.sql("""
                        select count(*) filter (where state = 'OPEN') as open,
                               count(*) filter (where state = 'PROPOSED') as proposed,
                               count(*) filter (where state = 'CLEARED') as cleared
                        from reconciliation_item where accounting_date = :date
                        """)
                .bind("date", date)
                .map(row -> new RunView.Queue(number(row, "open"), number(row, "proposed"), number(row, "cleared")))
                .one();
    }

    /// What a row was found to be is what its item says by now.
    private Mono<Map<Pair, List<MarkView>>> marks(LocalDate date) {
        return client.sql("""
                        select f.pair, coalesce(i.mark, f.mark) as mark, sum(f.count)::bigint as count,
                               sum(f.ours_count)::bigint as ours_count, sum(f.ours_fen)::bigint as ours_fen,
                               sum(f.theirs_count)::bigint as theirs_count, sum(f.theirs_fen)::bigint as theirs_fen
                        from reconciliation_found f
                        left join reconciliation_item i
                            on i.accounting_date = f.accounting_date and i.pair = f.pair and i.key = f.key
                        where f.accounting_date = :date
                        group by 1, 2
                        order by 1, 2
                        """)
                .bind("date", date)
                .map(row -> new Marked(
                        Pair.valueOf(requireNonNull(row.get("pair", String.class))),
                        new MarkView(
                                Mark.valueOf(requireNonNull(row.get("mark", String.class))),
                                number(row, "count"),
                                side(row, "ours"),
                                side(row, "theirs"))))
                .all()
                .collect(Collectors.groupingBy(
                        Marked::pair, Collectors.mapping(Marked::mark, Collectors.toUnmodifiableList())));
    }

    private static PairView pair(Readable row, Map<Pair, List<MarkView>> found) {
        var pair = Pair.valueOf(requireNonNull(row.get("pair", String.class)));
        var ours = side(row, "ours");
        var theirs = side(row, "theirs");
        var marks = found.getOrDefault(pair, unchecked(ours, theirs));
        return new PairView(
                pair,
                ours,
                theirs,
                side(row, "adjusted"),
                marks,
                ours.equals(sum(marks.stream().map(MarkView::ours).toList()))
                        && theirs.equals(
                                sum(marks.stream().map(MarkView::theirs).toList())));
    }

    /// Nothing is compared as long as one side has not come.
    private static List<MarkView> unchecked(Side ours, Side theirs) {
        return ours.count() + theirs.count() == 0
                ? List.of()
                : List.of(new MarkView(Mark.INIT, ours.count() + theirs.count(), ours, theirs));
    }

    private static Side sum(List<Side> sides) {
        return new Side(
                sides.stream().mapToLong(Side::count).sum(),
                sides.stream().mapToLong(Side::fen).sum());
    }

    private static Side side(Readable row, String of) {
        return new Side(number(row, of + "_count"), number(row, of + "_fen"));
    }

    private static long number(Readable row, String column) {
        return requireNonNull(row.get(column, Long.class));
    }
}
