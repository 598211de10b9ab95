package cn.jiaozi.wallet.exchange;

import cn.jiaozi.wallet.counter.Counter;
import cn.jiaozi.wallet.counter.CounterService;
import cn.jiaozi.wallet.kyc.Identity;
import cn.jiaozi.wallet.kyc.KycService;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Against which account at the core an exchange goes: that of a counter's cash, or the one linked to the wallet.
@Component
class CoreAccounts {
    private final KycService kyc;
    private final CounterService counters;

    CoreAccounts(KycService kyc, CounterService counters) {
        this.kyc = kyc;
        this.counters = counters;
    }

    /// Numbers by business id; those that cannot be read are absent.
    Mono<Map<String, String>> of(List<Exchange> exchanges) {
        var counterIds = exchanges.stream()
                .flatMap(exchange -> exchange.desk().stream())
                .map(Exchange.Desk::counterId)
                .distinct()
                .toList();
        var walletIds = exchanges.stream()
                .filter(exchange -> exchange.desk().isEmpty())
                .map(Exchange::walletId)
                .distinct()
                .toList();
        // One after the other: they share the transaction's one connection.
        return found(counterIds, counters::find)
                .flatMap(places -> found(walletIds, kyc::find).map(holders -> numbers(exchanges, places, holders)));
    }

    private static Map<String, String> numbers(
            List<Exchange> exchanges, Map<String, Counter> places, Map<String, Identity> holders) {
        var numbers = new HashMap<String, String>();
        exchanges.forEach(exchange -> exchange.desk()
                .map(desk -> Optional.ofNullable(places.get(desk.counterId())).map(Counter::accountNo))
                .orElseGet(() ->
                        Optional.ofNullable(holders.get(exchange.walletId())).flatMap(Identity::accountNo))
                .ifPresent(accountNo -> numbers.put(exchange.businessId(), accountNo)));
        return numbers;
    }

    private static <T> Mono<Map<String, T>> found(
            List<String> ids, Function<Collection<String>, Mono<Map<String, T>>> find) {
        return ids.isEmpty() ? Mono.just(Map.of()) : find.apply(ids);
    }
}
