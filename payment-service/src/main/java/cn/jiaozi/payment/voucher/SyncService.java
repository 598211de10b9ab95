package cn.jiaozi.payment.voucher;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// What an uploader is told of its batch.
@Service
public class SyncService {
    private final TotalsStore totals;
    private final BookStore books;

    SyncService(TotalsStore totals, BookStore books) {
        this.totals = totals;
        this.books = books;
    }

    public Mono<Totals> totals(UUID batchId) {
        return totals.find(batchId);
    }

    /// Up to which counter none is missing, and no higher than the chip says. From now on the chip may count
    /// from there, so its limits are counted from there too.
    @Transactional
    public Mono<Integer> sync(String purse, int counter) {
        return books.lock(Set.of(purse)).flatMap(known -> {
            int upTo = Math.min(
                    counter, Objects.requireNonNull(known.get(purse)).gaps().contiguous());
            return books.sync(purse, upTo).thenReturn(upTo);
        });
    }
}
