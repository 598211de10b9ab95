package cn.jiaozi.wallet.kyc;

import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
public class KycService {
    private final KycStore store;
    private final KeyedIndex index;

    KycService(KycStore store, KycSettings settings) {
        this.store = store;
        this.index = new KeyedIndex(settings.indexKey());
    }

    @Transactional
    public Mono<Void> save(String walletId, Identity identity) {
        return store.insert(walletId, identity);
    }

    /// Identities by wallet.
    @Transactional
    public Mono<Map<String, Identity>> find(Collection<String> walletIds) {
        return store.find(walletIds);
    }

    /// Claims what only one wallet may have, such as a phone.
    ///
    /// @return false when another wallet has it, also when that one was claimed at the same time
    @Transactional
    public Mono<Boolean> claim(String walletId, String unique) {
        return store.claim(walletId, index.of(unique));
    }

    @Transactional
    public Mono<Void> giveBack(Collection<String> walletIds) {
        return store.giveBack(walletIds);
    }
}
