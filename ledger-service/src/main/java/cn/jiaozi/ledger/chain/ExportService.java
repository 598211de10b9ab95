package cn.jiaozi.ledger.chain;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.ledger.chain.ChainStore.Kept;
import cn.jiaozi.sdk.receipt.ClearBlock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Blocks with their entries in the clear, for auditors who check without the bank.
@Service
class ExportService {
    private final ChainStore chain;
    private final FactStore facts;

    ExportService(ChainStore chain, FactStore facts) {
        this.chain = chain;
        this.facts = facts;
    }

    /// The next blocks, in order; none behind the chain's end.
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Flux<ClearBlock> blocks(long from, int atMost) {
        return chain.blocks(from, from + atMost - 1).concatMap(this::clear);
    }

    private Mono<ClearBlock> clear(Kept block) {
        var header = block.header();
        var secret = block.secret()
                .orElseThrow(() -> Problem.notFound("What opens block " + header.number() + " has been deleted"));
        return facts.facts(header.first(), header.last()).collectList().map(entries -> {
            if (entries.size() != header.size()) {
                throw Problem.notFound("Entries of block " + header.number() + " are archived");
            }
            return new ClearBlock(
                    block.signed(), secret, entries.stream().map(Fact::clear).toList());
        });
    }
}
