package cn.jiaozi.chassis.probe;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.messaging.Message;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@SpringBootApplication
public class ProbeApplication {
    @Bean
    Consumer<Message<List<byte[]>>> facts(BatchInbox inbox, ProbeService service) {
        return inbox.of("facts", WalletEvent.class, service::hear);
    }

    record Wish(@Positive long amountFen, @Size(max = 5) String name, Optional<Integer> count) {}

    record ProbeAct(String id, boolean finished) implements Act {
        @Override
        public String actKey() {
            return "probe:" + id;
        }
    }

    @RestController
    static class ProbeController {
        private final ProbeService service;
        private final Acts acts;

        ProbeController(ProbeService service, Acts acts) {
            this.service = service;
            this.acts = acts;
        }

        @PutMapping("/v1/acts/{id}")
        Mono<ResponseEntity<ProbeAct>> put(
                Caller caller,
                @PathVariable @ActId String id,
                @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
                @Valid @RequestBody Wish wish) {
            caller.require(Role.CUSTOMER);
            if (wish.amountFen() == 409) {
                throw Problem.conflict("/amountFen", "other content");
            }
            if (wish.amountFen() == 500) {
                throw new IllegalStateException("secret detail");
            }
            return acts.put(prefer, service.begin(id), act -> service.find(act.id()));
        }

        @GetMapping("/v1/acts")
        Mono<Integer> list(@RequestParam(defaultValue = "10") @Positive int limit) {
            return Mono.just(limit);
        }
    }

    @Service
    static class ProbeService {
        private final List<Integer> batches = new CopyOnWriteArrayList<>();
        private final ProbeStore store;
        private final Outbox outbox;
        private final Waiters waiters;

        ProbeService(ProbeStore store, Outbox outbox, Waiters waiters) {
            this.store = store;
            this.outbox = outbox;
            this.waiters = waiters;
        }

        List<Integer> batches() {
            return batches;
        }

        @Transactional
        Mono<Void> hear(List<WalletEvent> events) {
            batches.add(events.size());
            for (WalletEvent event : events) {
                if (event instanceof WalletEvent.Conflicted conflicted
                        && conflicted.field().equals("throw")) {
                    throw new IllegalArgumentException("cannot decide");
                }
            }
            return store.hear(events)
                    .then(outbox.announce(events.stream()
                            .map(event -> new Announcement(Topics.LEDGER, event.businessId(), event))
                            .toList()));
        }

        @Transactional
        Mono<Begun<ProbeAct>> begin(String id) {
            return store.insert(id)
                    .map(created -> !created)
                    .flatMap(existed -> store.find(id).map(act -> new Begun<>(act, existed)));
        }

        Mono<ProbeAct> find(String id) {
            return store.find(id);
        }

        /// As another instance would, which wakes its own callers alone.
        @Transactional
        Mono<Void> announceEnd(String id) {
            var end = new WalletEvent.Refused("probe:" + id, Reason.KYC_FAILED, Instant.EPOCH);
            return outbox.announce(List.of(new Announcement(Topics.PAYMENT, id, end, Optional.of("probe:" + id))));
        }

        @Transactional
        Mono<Void> finish(String id) {
            return store.finish(id).then(waiters.wakeAfterCommit(List.of("probe:" + id)));
        }
    }

    @Service
    static class ProbeStore {
        private final DatabaseClient client;

        ProbeStore(DatabaseClient client) {
            this.client = client;
        }

        Mono<Void> hear(List<WalletEvent> events) {
            return client.sql("""
                            insert into heard (id, note)
                            select * from unnest(:id, :note)
                            on conflict do nothing
                            """)
                    .bind("id", Columns.text(events, WalletEvent::businessId))
                    .bind(
                            "note",
                            Columns.text(
                                    events, event -> event instanceof WalletEvent.Conflicted c ? c.field() : "fine"))
                    .then();
        }

        Mono<Boolean> insert(String id) {
            return client.sql("insert into act values (:id, false) on conflict do nothing")
                    .bind("id", id)
                    .fetch()
                    .rowsUpdated()
                    .map(rows -> rows == 1);
        }

        Mono<ProbeAct> find(String id) {
            return client.sql("select finished from act where id = :id")
                    .bind("id", id)
                    .map(row -> new ProbeAct(id, Boolean.TRUE.equals(row.get("finished", Boolean.class))))
                    .one();
        }

        Mono<Void> finish(String id) {
            return client.sql("update act set finished = true where id = :id")
                    .bind("id", id)
                    .then();
        }
    }
}
