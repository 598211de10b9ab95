package cn.jiaozi.ledger.chain;

import cn.jiaozi.ledger.chain.ChainStore.Kept;
import java.nio.ByteBuffer;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Somebody who has the database and the operator's key, and closes blocks again over what stands there now.
public final class Forger {
    private final ChainStore chain;
    private final FactStore facts;
    private final Operator operator;
    private final DatabaseClient client;
    private ChainEnd end = ChainEnd.START;

    public Forger(ChainStore chain, FactStore facts, Operator operator, DatabaseClient client) {
        this.chain = chain;
        this.facts = facts;
        this.operator = operator;
        this.client = client;
    }

    /// @param from a block that is not the first one
    public Mono<Void> rewrite(long from, long to) {
        return chain.block(from - 1)
                .zipWith(chain.frontier(from - 1), (before, frontier) -> {
                    end = new ChainEnd(from - 1, before.header().hash(), frontier);
                    return end;
                })
                .then(Mono.defer(() -> chain.blocks(from, to)
                        .collectList()
                        .flatMapIterable(all -> all)
                        .concatMap(this::rewrite)
                        .then()));
    }

    private Mono<Void> rewrite(Kept kept) {
        var header = kept.header();
        return facts.facts(header.first(), header.last()).collectList().flatMap(entries -> {
            var block = Block.close(end, entries, header.at(), kept.secret().orElseThrow(), operator);
            end = block.end();
            return client.sql("update block set header = :header, signature = :signature where number = :number")
                    .bind("header", block.signed().header())
                    .bind("signature", block.signed().signature())
                    .bind("number", header.number())
                    .then()
                    .thenMany(Flux.fromIterable(block.nodes()))
                    .concatMap(node -> client.sql(
                                    "update block_node set hash = :hash where level = :level and index = :index")
                            .bind("hash", ByteBuffer.wrap(node.hash().bytes()))
                            .bind("level", node.level())
                            .bind("index", node.index())
                            .then())
                    .then(client.sql("update shard set block_hash = :hash, frontier = :frontier")
                            .bind("hash", ByteBuffer.wrap(end.hash().bytes()))
                            .bind("frontier", ByteBuffer.wrap(end.frontier().bytes()))
                            .then());
        });
    }

    /// As a receipt prints it.
    public static String hash(Kept block) {
        return block.header().hash().hex();
    }
}
