package cn.jiaozi.merchant.sale;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.page.Cursor;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Keeps what was sold, and tells it to whom it belongs.
@Service
public class SaleService {
    private final SaleStore store;
    private final MerchantService merchants;
    private final Clock clock;

    SaleService(SaleStore store, MerchantService merchants, Clock clock) {
        this.store = store;
        this.merchants = merchants;
        this.clock = clock;
    }

    /// @return those that nobody has told of before
    @Transactional
    public Mono<List<Sale>> keep(List<Sale> sales) {
        return sales.isEmpty()
                ? Mono.just(List.of())
                : store.keep(sales)
                        .map(kept -> sales.stream()
                                .filter(sale -> kept.contains(sale.businessId()))
                                .collect(Collectors.toMap(Sale::businessId, sale -> sale, (first, _) -> first)))
                        .map(kept -> List.copyOf(kept.values()));
    }

    Mono<SalesDay> day(Caller caller, String merchantNo, LocalDate on, Cursor after, int limit) {
        return merchants
                .find(caller, merchantNo)
                .then(store.sums(merchantNo, on, clock.instant()))
                .flatMap(sums -> store.page(merchantNo, on, after, limit + 1)
                        .map(oneMore -> SalesDay.of(merchantNo, on, sums, oneMore, limit)));
    }
}
