package cn.jiaozi.ledger.chain;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.ledger.chain.ChainStore.Kept;
import cn.jiaozi.sdk.receipt.ClearEntry;
import cn.jiaozi.sdk.receipt.Commitments;
import cn.jiaozi.sdk.receipt.Consistency;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.receipt.Merkle;
import cn.jiaozi.sdk.receipt.Opening;
import cn.jiaozi.sdk.receipt.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Receipts for those whom an entry concerns, and proofs that the chain has only grown.
@Service
class ReceiptService {
    private final FactStore facts;
    private final ChainStore chain;
    private final Operator operator;

    ReceiptService(FactStore facts, ChainStore chain, Operator operator) {
        this.facts = facts;
        this.chain = chain;
        this.operator = operator;
    }

    /// The owner of a debited account is told both sides of its legs, for it has chosen the payee; the owner of a
    /// credited one its own side alone; operators and auditors everything. To anybody else there is no such
    /// receipt.
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Mono<Receipt> receipt(String businessId, Caller caller) {
        return facts.posted(businessId)
                .flatMap(height -> mine(height, caller)
                        .flatMap(mine -> chain.ofHeight(height).flatMap(block -> receipt(height, block, mine, caller))))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no receipt of such a payment")));
    }

    private Mono<Set<String>> mine(long height, Caller caller) {
        return facts.owners(height)
                .filter(owned -> owned.owner().equals(caller.party()))
                .map(FactStore.Owned::address)
                .collect(Collectors.toSet())
                .filter(mine -> !mine.isEmpty() || seesAll(caller));
    }

    private static boolean seesAll(Caller caller) {
        return caller.is(Role.OPERATOR) || caller.is(Role.AUDITOR);
    }

    private Mono<Receipt> receipt(long height, Kept block, Set<String> mine, Caller caller) {
        if (block.secret().isEmpty()) {
            return Mono.error(() -> Problem.notFound("What opens this block has been deleted"));
        }
        var secret = block.secret().get();
        var header = block.header();
        return facts.facts(header.first(), header.last()).collectList().flatMap(entries -> {
            if (entries.size() != header.last() - header.first() + 1) {
                return Mono.error(() -> Problem.notFound("Entries of this block are archived"));
            }
            int index = Math.toIntExact(height - header.first());
            var fact = entries.get(index);
            var opened = new Commitments.Secret(secret.bytes());
            var inclusion = Merkle.inclusion(Block.leaves(entries, secret), index);
            var openings = openings(fact, opened, leg -> seesAll(caller) || mine.contains(leg.debit()), mine);
            return chain.lastCheckpoint(header.key())
                    .flatMap(checkpoint -> link(block, checkpoint)
                            .map(link ->
                                    receipt(fact, opened, openings, inclusion, block, Optional.of(checkpoint), link)))
                    .defaultIfEmpty(receipt(fact, opened, openings, inclusion, block, Optional.empty(), List.of()));
        });
    }

    private Receipt receipt(
            Fact fact,
            Commitments.Secret secret,
            List<Opening> openings,
            List<Hash> inclusion,
            Kept block,
            Optional<Kept> checkpoint,
            List<Hash> link) {
        return new Receipt(
                Receipt.VERSION,
                fact.hide(secret).text(),
                openings,
                inclusion,
                block.signed(),
                checkpoint.map(Kept::signed),
                link,
                pem(block));
    }

    private String pem(Kept block) {
        return operator.known(block.header().key())
                .orElseThrow(() -> new IllegalStateException("a block is under a key that we do not know"))
                .pem();
    }

    private static List<Opening> openings(
            Fact fact,
            Commitments.Secret secret,
            java.util.function.Predicate<ClearEntry.Leg> seesBoth,
            Set<String> mine) {
        var commitments = new Commitments(secret, fact.height());
        var openings = new ArrayList<Opening>();
        openings.add(commitments.open(Commitments.ID, Fact.name(fact.id())));
        for (int i = 0; i < fact.legs().size(); i++) {
            var leg = fact.legs().get(i);
            boolean both = seesBoth.test(leg);
            if (both) {
                openings.add(commitments.open(Commitments.debit(i + 1), leg.debit()));
            }
            if (both || mine.contains(leg.credit())) {
                openings.add(commitments.open(Commitments.credit(i + 1), leg.credit()));
            }
        }
        return openings;
    }

    /// The path of the older of two headers in the tree that the newer one fixes.
    private Mono<List<Hash>> link(Kept one, Kept other) {
        long older = Math.min(one.header().number(), other.header().number());
        long newer = Math.max(one.header().number(), other.header().number());
        return older == newer
                ? Mono.just(List.of())
                : chain.prove(nodes -> Merkle.inclusion(older - 1, newer - 1, nodes));
    }

    /// That the blocks before `from` and that one itself are the beginning of those before `to`.
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Mono<Consistency> consistency(long from, long to) {
        return Mono.zip(chain.block(from), chain.block(to))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such block")))
                .flatMap(ends -> Mono.zip(
                                chain.prove(nodes -> Merkle.consistency(from - 1, to - 1, nodes)),
                                link(ends.getT1(), ends.getT2()))
                        .map(proofs -> new Consistency(
                                ends.getT1().signed(),
                                ends.getT2().signed(),
                                proofs.getT1(),
                                proofs.getT2(),
                                pem(ends.getT2()))));
    }
}
