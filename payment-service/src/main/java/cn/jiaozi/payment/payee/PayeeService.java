package cn.jiaozi.payment.payee;

import cn.jiaozi.contracts.Payee;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Who may be paid, as merchant-service last announced it.
@Service
public class PayeeService {
    private final PayeeStore store;

    PayeeService(PayeeStore store) {
        this.store = store;
    }

    @Transactional
    public Mono<Void> keep(List<Payee> heard) {
        var newest = new LinkedHashMap<String, Payee>();
        heard.forEach(payee -> newest.merge(payee.key(), payee, (a, b) -> a.version() < b.version() ? b : a));
        return newest.isEmpty() ? Mono.empty() : store.keep(List.copyOf(newest.values()));
    }

    public Mono<Payee> merchant(String merchantNo) {
        return store.find(merchantNo);
    }

    public Mono<Optional<Payee>> store(String merchantNo, String storeNo) {
        return store.find(Payee.key(merchantNo, storeNo)).singleOptional();
    }

    public Mono<Payees> find(Collection<String> keys) {
        return keys.isEmpty() ? Mono.just(Payees.NONE) : store.find(keys).map(Payees::new);
    }
}
