package cn.jiaozi.ledger.audit;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.audit.Finding.Kind;
import cn.jiaozi.ledger.audit.Walk.Told;
import cn.jiaozi.ledger.chain.ChainEnd;
import cn.jiaozi.ledger.chain.ChainStore;
import cn.jiaozi.ledger.chain.ChainStore.Kept;
import cn.jiaozi.ledger.chain.Fact;
import cn.jiaozi.ledger.chain.FactStore;
import cn.jiaozi.ledger.chain.Operator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Walks a range of blocks again from the tables, in one snapshot, and names the first difference.
@Service
class WalkService {
    private final ChainStore chain;
    private final FactStore facts;
    private final WalkStore store;
    private final Operator operator;

    /// @param to     the last block that was walked
    /// @param length of the chain, in blocks
    record Walked(long from, long to, long length, Optional<Finding> finding) {}

    WalkService(ChainStore chain, FactStore facts, WalkStore store, Operator operator) {
        this.chain = chain;
        this.facts = facts;
        this.store = store;
        this.operator = operator;
    }

    /// The blocks and their entries alone; the continuous audit counts balances by itself.
    ///
    /// @param atMost how many blocks
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Mono<Walked> walkChain(long from, int atMost) {
        return walked(from, atMost, _ -> Mono.just(Optional.empty()));
    }

    /// Looks first whether published headers stand in the chain, and at last at every balance.
    ///
    /// @param atMost      how many blocks
    /// @param checkpoints each `number:hash`
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Mono<Walked> walk(long from, int atMost, List<String> checkpoints) {
        return Flux.fromIterable(checkpoints)
                .map(text -> text.split(":", 2))
                .concatMap(pair -> missing(Long.parseLong(pair[0]), pair[1]))
                .next()
                .flatMap(found -> chain.length().map(length -> new Walked(from, from, length, Optional.of(found))))
                .switchIfEmpty(Mono.defer(() -> walked(from, atMost, this::balances)));
    }

    private Mono<Finding> missing(long number, String hash) {
        return chain.block(number)
                .filter(block -> block.header().hash().hex().equals(hash))
                .hasElement()
                .filter(there -> !there)
                .map(_ -> Finding.inBlock(
                        Kind.CHECKPOINT, number, "The block that was published stands in the chain no more"));
    }

    private Mono<Walked> walked(long from, int atMost, Function<List<Kept>, Mono<Optional<Finding>>> last) {
        return chain.length().flatMap(length -> {
            long to = Math.min(length, from + atMost - 1);
            return to < from
                    ? Mono.just(new Walked(from, to, length, Optional.empty()))
                    : walk(from, to, last).map(finding -> new Walked(from, to, length, finding));
        });
    }

    private Mono<Optional<Finding>> walk(long from, long to, Function<List<Kept>, Mono<Optional<Finding>>> last) {
        return before(from)
                .flatMap(walk -> chain.blocks(from, to)
                        .collectList()
                        .flatMap(blocks -> Flux.fromIterable(blocks)
                                .concatMap(block -> next(walk, block))
                                .filter(Optional::isPresent)
                                .next()
                                .switchIfEmpty(Mono.defer(() -> Mono.just(endsEarly(walk, to))))
                                .filter(Optional::isPresent)
                                .switchIfEmpty(Mono.defer(() -> nodes(from, walk.end())))
                                .filter(Optional::isPresent)
                                .switchIfEmpty(Mono.defer(() -> last.apply(blocks))))
                        .onErrorResume(
                                IllegalArgumentException.class,
                                unreadable -> Mono.just(Optional.of(Finding.inBlock(
                                        Kind.BLOCK_MISSING,
                                        from,
                                        "A header from here on cannot be read: " + unreadable.getMessage())))));
    }

    /// The blocks end before the chain does.
    private static Optional<Finding> endsEarly(Walk walk, long to) {
        long last = walk.end().number();
        return last < to
                ? Optional.of(Finding.inBlock(Kind.BLOCK_MISSING, last + 1, "Block " + (last + 1) + " is not there"))
                : Optional.empty();
    }

    private Mono<Walk> before(long from) {
        if (from == 1) {
            return Mono.just(new Walk(operator, ChainEnd.START, 0));
        }
        return Mono.zip(chain.block(from - 1), chain.frontier(from - 1))
                .map(before -> new Walk(
                        operator,
                        new ChainEnd(from - 1, before.getT1().header().hash(), before.getT2()),
                        before.getT1().header().last()))
                .defaultIfEmpty(new Walk(
                        operator, new ChainEnd(from - 2, ChainEnd.START.hash(), ChainEnd.START.frontier()), 0));
    }

    private Mono<Optional<Finding>> next(Walk walk, Kept block) {
        var header = block.header();
        return facts.facts(header.first(), header.last())
                .collectList()
                .flatMap(entries -> Walk.agree(block, entries)
                        ? Mono.just(walk.next(block, entries, Optional.empty()))
                        : told(entries).map(told -> walk.next(block, entries, Optional.of(told))));
    }

    private Mono<Map<StepId, Told>> told(List<Fact> entries) {
        return store.told(entries.stream().map(Fact::id).toList());
    }

    /// What the table of nodes says must be what the headers make.
    private Mono<Optional<Finding>> nodes(long from, ChainEnd end) {
        return store.wrongNode(from, end.number())
                .map(number -> Optional.of(Finding.inBlock(
                        Kind.BLOCK_TREE, number, "The node of block " + number + " is not the hash of its header")))
                .switchIfEmpty(chain.frontier(end.number())
                        .map(kept -> kept.root().equals(end.frontier().root()))
                        .defaultIfEmpty(false)
                        .map(right -> right
                                ? Optional.<Finding>empty()
                                : Optional.of(Finding.inBlock(
                                        Kind.BLOCK_TREE, end.number(), "The nodes do not lead to the tree's root"))));
    }

    private Mono<Optional<Finding>> balances(List<Kept> blocks) {
        long from = blocks.getFirst().header().first();
        long to = blocks.getLast().header().last();
        return store.wrongBalanceAfter(from, to)
                .switchIfEmpty(store.wrongCounters(from, to))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }
}
