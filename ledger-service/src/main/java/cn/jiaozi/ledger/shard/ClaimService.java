package cn.jiaozi.ledger.shard;

import cn.jiaozi.chassis.StartCheck;
import cn.jiaozi.contracts.ShardMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Refuses to work on another shard's database, and on one whose accounts the map gives to another shard. Accounts are
/// not moved between shards (docs/adr/0022).
@Service
class ClaimService implements StartCheck {
    private final ClaimStore store;
    private final OwnSlots own;

    ClaimService(ClaimStore store, OwnSlots own) {
        this.store = store;
        this.own = own;
    }

    /// @return an error that says what does not fit; nothing is remembered then
    @Override
    @Transactional
    public Mono<Void> run() {
        return store.find().flatMap(this::claim);
    }

    private Mono<Void> claim(Claim known) {
        if (known.equals(Claim.of(own))) {
            return Mono.empty();
        }
        if (known.number().filter(number -> number != own.number()).isPresent()) {
            return Mono.error(
                    new IllegalStateException("JIAOZI_LEDGER_SHARD is %d, and this database is that of shard %d"
                            .formatted(own.number(), known.number().get())));
        }
        return mayLieElsewhere()
                .filter(address -> !own.keeps(address))
                .next()
                .flatMap(address -> Mono.<Void>error(new IllegalStateException(
                        "JIAOZI_LEDGER_SHARDS gives slot %d to shard %d, and this database, shard %d's, has accounts in it"
                                .formatted(
                                        ShardMap.slot(address),
                                        own.map().shardOf(address).orElseThrow(),
                                        own.number()))))
                .then(Mono.defer(() -> store.save(own)));
    }

    private Flux<String> mayLieElsewhere() {
        return own.map().count() == 1 ? Flux.empty() : store.addresses();
    }
}
