package cn.jiaozi.ledger.chain;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.contracts.Checkpoint;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.ledger.chain.ChainStore.Kept;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Publishes the end of the chain where the bank cannot take it back.
@Service
class CheckpointService {
    private final ChainStore chain;
    private final Outbox outbox;
    private final Clock clock;

    CheckpointService(ChainStore chain, Outbox outbox, Clock clock) {
        this.chain = chain;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Does nothing where nothing was closed since the last time.
    @Transactional
    public Mono<Void> publish() {
        return chain.publishLast(clock.instant()).flatMap(published -> outbox.announce(List.of(told(published))));
    }

    @Transactional
    public Mono<Reannouncing.Page> reannounce(String after, int atMost) {
        long number = after.isEmpty() ? 0 : Long.parseLong(after);
        return chain.checkpointsAfter(number, atMost)
                .collectList()
                .filter(page -> !page.isEmpty())
                .flatMap(page -> outbox.announce(
                                page.stream().map(CheckpointService::told).toList())
                        .thenReturn(new Reannouncing.Page(
                                Long.toString(page.getLast().header().number()), page.size())));
    }

    static Checkpoint checkpoint(Kept block) {
        var header = block.header();
        return new Checkpoint(
                header.ledger(),
                header.number(),
                header.hash().hex(),
                block.signed().header(),
                block.signed().signature());
    }

    private static Announcement told(Kept block) {
        var checkpoint = checkpoint(block);
        return new Announcement(Topics.LEDGER_CHECKPOINT, checkpoint.ledger() + ":" + checkpoint.number(), checkpoint);
    }
}
