package cn.jiaozi.ledger.shard;

import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class ClaimStore {
    private final DatabaseClient client;

    ClaimStore(DatabaseClient client) {
        this.client = client;
    }

    /// Without a lock: whoever starts must not wait for an instance that stands still.
    Mono<Claim> find() {
        return client.sql("select number, slots from shard")
                .map(row -> new Claim(
                        Optional.ofNullable(row.get("number", Integer.class)),
                        Optional.ofNullable(row.get("slots", String.class))))
                .one();
    }

    Mono<Void> save(OwnSlots own) {
        return client.sql("update shard set number = :number, slots = :slots")
                .bind("number", own.number())
                .bind("slots", own.slots())
                .then();
    }

    /// Of all accounts, in no order.
    Flux<String> addresses() {
        return client.sql("select address from account").mapValue(String.class).all();
    }
}
