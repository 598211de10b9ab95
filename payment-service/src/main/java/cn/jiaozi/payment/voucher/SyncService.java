package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.voucher.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/// What an uploader is told of its batch.
@Service
public class SyncService {
    private final TotalsStore totals;
    private final SyncStore store;

    SyncService(TotalsStore totals, SyncStore store) {
        this.totals = totals;
        this.store = store;
    }

    public Mono<Totals> totals(UUID batchId) {
        return totals.find(batchId);
    }

    /// Up to which counter the bank has everything of a purse, as far as its chip may be told.
    public Mono<Integer> synced(String purse) {
        return store.find(purse).defaultIfEmpty(0);
    }

    /// Settles what chips will be told that have uploaded: up to which counter none is missing, and no higher than
    /// they say. From now on they may count from there, so their limits are counted from there too. Joins the
    /// caller's transaction; the purses are locked, and their books are up to date.
    Mono<Void> sync(List<Copy> judged, Map<String, Book> books) {
        var batches = judged.stream()
                .filter(Copy::isOfPayer)
                .map(Copy::batchId)
                .distinct()
                .toList();
        return batches.isEmpty() ? Mono.empty() : store.statements(batches).flatMap(said -> sync(said(said), books));
    }

    private Mono<Void> sync(Map<String, Integer> said, Map<String, Book> books) {
        return said.isEmpty()
                ? Mono.empty()
                : store.unpaid(said.keySet()).flatMap(unpaid -> store.keep(upTo(said, books, unpaid)));
    }

    private static Map<String, Integer> said(List<Statement> statements) {
        var said = new HashMap<String, Integer>();
        statements.forEach(each -> said.merge(each.purse(), each.counter(), Math::max));
        return said;
    }

    private static Map<String, Integer> upTo(
            Map<String, Integer> said, Map<String, Book> books, Map<String, Set<Integer>> unpaid) {
        var upTo = new HashMap<String, Integer>();
        said.forEach((purse, counter) -> {
            var gaps = Objects.requireNonNull(books.get(purse)).gaps();
            upTo.put(purse, Math.min(counter, gaps.contiguous(unpaid.getOrDefault(purse, Set.of()))));
        });
        return upTo;
    }
}
