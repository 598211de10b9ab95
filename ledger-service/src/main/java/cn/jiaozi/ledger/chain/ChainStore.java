package cn.jiaozi.ledger.chain;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.sdk.receipt.BlockText;
import cn.jiaozi.sdk.receipt.Frontier;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.receipt.Merkle;
import cn.jiaozi.sdk.receipt.SignedBlock;
import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Blocks, the tree over them, and which were published.
@Component
public class ChainStore {
    private final DatabaseClient client;

    /// @param secret empty where it was deleted
    /// @param stands whether it stands where its header says
    public record Kept(BlockText header, SignedBlock signed, Optional<Hash> secret, boolean stands) {}

    private record Place(int level, long index) {}

    ChainStore(DatabaseClient client) {
        this.client = client;
    }

    /// The end of the chain as it stands in the row of `shard`.
    public static ChainEnd end(Readable row) {
        long number = requireNonNull(row.get("block_number", Long.class));
        return new ChainEnd(
                number,
                hash(row, "block_hash"),
                Frontier.parse(number, bytes(requireNonNull(row.get("frontier", ByteBuffer.class)))));
    }

    /// Joins the batch's transaction. Its key fences off a writer who has not seen the block before.
    public Mono<Void> append(Block block) {
        var header = block.header();
        return client.sql("""
                        with closed as (
                            insert into block (number, first, last, header, signature, secret)
                            values (:number, :first, :last, :header, :signature, :secret)
                        ), grown as (
                            insert into block_node (level, index, hash)
                            select level, index, decode(hash, 'hex') from unnest(:level, :index, :hash)
                                as n (level, index, hash)
                        )
                        update shard set block_number = :number, block_hash = :block_hash, frontier = :frontier
                        """)
                .bind("number", header.number())
                .bind("first", header.first())
                .bind("last", header.last())
                .bind("header", block.signed().header())
                .bind("signature", block.signed().signature())
                .bind("secret", ByteBuffer.wrap(block.secret().bytes()))
                .bind("level", Columns.ints(block.nodes(), Frontier.Node::level))
                .bind("index", Columns.longs(block.nodes(), Frontier.Node::index))
                .bind("hash", Columns.text(block.nodes(), node -> node.hash().hex()))
                .bind("block_hash", ByteBuffer.wrap(block.end().hash().bytes()))
                .bind("frontier", ByteBuffer.wrap(block.end().frontier().bytes()))
                .then();
    }

    /// The block that an entry belongs to; none for an entry from before the chain.
    Mono<Kept> ofHeight(long height) {
        return client.sql("""
                        select number, first, last, header, signature, secret from block where last >= :height order by last limit 1
                        """)
                .bind("height", height)
                .map(ChainStore::kept)
                .one()
                .filter(block -> block.header().first() <= height);
    }

    public Mono<Kept> block(long number) {
        return client.sql("select number, first, last, header, signature, secret from block where number = :number")
                .bind("number", number)
                .map(ChainStore::kept)
                .one();
    }

    /// The blocks with these numbers, both ends included, in order.
    public Flux<Kept> blocks(long from, long to) {
        return client.sql("""
                        select number, first, last, header, signature, secret from block
                        where number between :from and :to order by number
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(ChainStore::kept)
                .all();
    }

    /// The newest published block under a key.
    Mono<Kept> lastCheckpoint(String keyId) {
        return client.sql("""
                        select b.number, b.first, b.last, b.header, b.signature, b.secret
                        from checkpoint c join block b using (number)
                        where strpos(b.header, E'\\nkey ' || :key) > 0
                        order by c.number desc
                        limit 1
                        """).bind("key", keyId).map(ChainStore::kept).one();
    }

    public Mono<Long> length() {
        return client.sql("select block_number from shard")
                .map(row -> requireNonNull(row.get("block_number", Long.class)))
                .one();
    }

    /// Checkpoints after this number, in order.
    Flux<Kept> checkpointsAfter(long number, int atMost) {
        return client.sql("""
                        select b.number, b.first, b.last, b.header, b.signature, b.secret from checkpoint c join block b using (number)
                        where c.number > :number order by c.number limit :at_most
                        """)
                .bind("number", number)
                .bind("at_most", atMost)
                .map(ChainStore::kept)
                .all();
    }

    /// The last block, if it is not published yet. Whoever comes second finds it published.
    Mono<Kept> publishLast(Instant at) {
        return client.sql("""
                        with published as (
                            insert into checkpoint (number, at)
                            select number, :at from block order by number desc limit 1
                            on conflict do nothing
                            returning number
                        )
                        select b.number, b.first, b.last, b.header, b.signature, b.secret from block b join published using (number)
                        """).bind("at", at).map(ChainStore::kept).one();
    }

    /// Of the tree over the first blocks, as the table of its nodes has it; empty where a node is missing.
    public Mono<Frontier> frontier(long size) {
        return prove(nodes -> {
                    var bytes = ByteBuffer.allocate(Long.bitCount(size) * Hash.LENGTH);
                    long from = 0;
                    for (int level = Long.SIZE - 1; level >= 0; level--) {
                        if ((size >> level & 1) == 1) {
                            bytes.put(nodes.at(level, from >> level).bytes());
                            from += 1L << level;
                        }
                    }
                    return Frontier.parse(size, bytes.array());
                })
                .onErrorResume(NoSuchElementException.class, _ -> Mono.empty());
    }

    /// A proof over the tree, in two walks: the first finds which nodes it takes, the second has them.
    <T> Mono<T> prove(Function<Merkle.Nodes, T> proof) {
        Set<Place> places = new LinkedHashSet<>();
        var _ = proof.apply((level, index) -> {
            places.add(new Place(level, index));
            return Hash.ZERO;
        });
        return client.sql("""
                        select n.level::int as level, n.index, n.hash
                        from unnest(:level, :index) as p (level, index)
                        join block_node n on n.level = p.level and n.index = p.index
                        """)
                .bind("level", Columns.ints(places, Place::level))
                .bind("index", Columns.longs(places, Place::index))
                .map(row -> new Frontier.Node(
                        requireNonNull(row.get("level", Integer.class)),
                        requireNonNull(row.get("index", Long.class)),
                        hash(row, "hash")))
                .all()
                .collectMap(node -> new Place(node.level(), node.index()), Frontier.Node::hash)
                .map(found -> proof.apply((level, index) -> Optional.ofNullable(found.get(new Place(level, index)))
                        .orElseThrow(() -> new NoSuchElementException("node " + level + "." + index + " is missing"))));
    }

    private static Kept kept(Readable row) {
        var signed = new SignedBlock(
                requireNonNull(row.get("header", String.class)), requireNonNull(row.get("signature", String.class)));
        var header = signed.block();
        return new Kept(
                header,
                signed,
                Optional.ofNullable(row.get("secret", ByteBuffer.class)).map(secret -> Hash.of(bytes(secret))),
                header.number() == requireNonNull(row.get("number", Long.class))
                        && header.first() == requireNonNull(row.get("first", Long.class))
                        && header.last() == requireNonNull(row.get("last", Long.class)));
    }

    private static Hash hash(Readable row, String column) {
        return Hash.of(bytes(requireNonNull(row.get(column, ByteBuffer.class))));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
