package cn.jiaozi.ledger.audit;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.audit.Finding.Kind;
import cn.jiaozi.ledger.chain.Block;
import cn.jiaozi.ledger.chain.ChainEnd;
import cn.jiaozi.ledger.chain.ChainStore.Kept;
import cn.jiaozi.ledger.chain.Fact;
import cn.jiaozi.ledger.chain.Operator;
import cn.jiaozi.sdk.receipt.BlockText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks from block to block and holds each against what stands before it and against its entries. It decides from what
/// is handed to it; [WalkService] reads.
final class Walk {
    private final Operator operator;
    private ChainEnd end;
    private long lastHeight;

    /// An entry as its outcome tells it.
    record Told(long height, LedgerEvent.Entry entry) {}

    /// @param end        after the block before the first one
    /// @param lastHeight of that block; 0 where there is none
    Walk(Operator operator, ChainEnd end, long lastHeight) {
        this.operator = operator;
        this.end = end;
        this.lastHeight = lastHeight;
    }

    /// Whether the entries are what the block was closed over. What opens them may have been deleted for good; then
    /// the outcomes alone can be asked.
    static boolean agree(Kept kept, List<Fact> facts) {
        return kept.secret().isPresent()
                && Block.root(facts, kept.secret().get()).equals(kept.header().entries());
    }

    /// @param facts the entries that stand at the heights of the block
    /// @param told  by their ids, what was answered for them; empty where they agree with the block
    Optional<Finding> next(Kept kept, List<Fact> facts, Optional<Map<StepId, Told>> told) {
        var header = kept.header();
        long number = end.number() + 1;
        if (!kept.stands() || header.number() != number) {
            return found(Kind.BLOCK_MISSING, number, "Block " + number + " is not in its place");
        }
        return key(kept)
                .or(() -> links(header))
                .or(() -> entries(kept, facts, told))
                .or(() -> {
                    end = Block.after(end, header);
                    lastHeight = header.last();
                    return Optional.empty();
                });
    }

    ChainEnd end() {
        return end;
    }

    private Optional<Finding> key(Kept kept) {
        var header = kept.header();
        var key = operator.known(header.key());
        if (key.isEmpty() || !header.ledger().equals(operator.ledger())) {
            return found(Kind.BLOCK_KEY, header.number(), "The block is under the key " + header.key());
        }
        return kept.signed().isSignedBy(key.get())
                ? Optional.empty()
                : found(Kind.BLOCK_SIGNATURE, header.number(), "The signature is not that of the key it names");
    }

    private Optional<Finding> links(BlockText header) {
        if (!header.previous().equals(end.hash())) {
            return found(Kind.BLOCK_LINK, header.number(), "The block does not name the one that stands before it");
        }
        if (!header.blocks().equals(end.frontier().root())) {
            return found(Kind.BLOCK_TREE, header.number(), "The block does not fix the blocks that stand before it");
        }
        return end.number() == 0 || header.first() == lastHeight + 1
                ? Optional.empty()
                : found(
                        Kind.BLOCK_LINK,
                        header.number(),
                        "Entries begin at " + header.first() + ", not " + lastHeight + " + 1");
    }

    private static Optional<Finding> entries(Kept kept, List<Fact> facts, Optional<Map<StepId, Told>> told) {
        var header = kept.header();
        long height = header.first();
        for (var fact : facts) {
            if (fact.height() != height) {
                return missing(header, height);
            }
            height++;
        }
        if (height != header.last() + 1) {
            return missing(header, height);
        }
        return told.flatMap(
                answers -> culprit(header, facts, answers, kept.secret().isEmpty()));
    }

    private static Optional<Finding> missing(BlockText header, long height) {
        return Optional.of(Finding.inEntry(Kind.ENTRY_MISSING, header.number(), height, "There is no entry " + height));
    }

    /// A root tells that something is wrong; which entry it is, the outcomes tell.
    private static Optional<Finding> culprit(
            BlockText header, List<Fact> facts, Map<StepId, Told> told, boolean sealed) {
        for (var fact : facts) {
            var said = told.get(fact.id());
            if (said == null) {
                return altered(header, fact, "nobody was told of " + fact.id());
            }
            if (said.height() != fact.height()) {
                return Optional.of(Finding.inEntry(
                        Kind.ENTRY_MOVED,
                        header.number(),
                        fact.height(),
                        fact.id() + " was told to stand at " + said.height()));
            }
            var difference = difference(fact, said.entry());
            if (difference.isPresent()) {
                return altered(header, fact, difference.get());
            }
        }
        return sealed
                ? Optional.empty()
                : found(
                        Kind.ENTRY_ALTERED,
                        header.number(),
                        "The entries agree with their outcomes and not with the block's root");
    }

    private static Optional<Finding> altered(BlockText header, Fact fact, String detail) {
        return Optional.of(Finding.inEntry(Kind.ENTRY_ALTERED, header.number(), fact.height(), detail));
    }

    private static Optional<String> difference(Fact fact, LedgerEvent.Entry told) {
        if (fact.legs().size() != told.legs().size()) {
            return Optional.of(
                    fact.legs().size() + " legs stand there, " + told.legs().size() + " were told");
        }
        for (int i = 0; i < fact.legs().size(); i++) {
            var leg = fact.legs().get(i);
            var said = told.legs().get(i);
            if (leg.amountFen() != said.amountFen()) {
                return Optional.of(
                        "leg " + (i + 1) + " has " + leg.amountFen() + " fen, " + said.amountFen() + " were told");
            }
            if (!leg.debit().equals(said.debit()) || !leg.credit().equals(said.credit())) {
                return Optional.of("leg " + (i + 1) + " goes between other accounts than was told");
            }
        }
        if (!fact.accountingDate().equals(told.accountingDate())
                || !fact.at().equals(told.at())
                || !fact.txType().equals(told.txType().name())) {
            return Optional.of("date, time or type are not what was told");
        }
        return Optional.empty();
    }

    private static Optional<Finding> found(Kind kind, long block, String detail) {
        return Optional.of(Finding.inBlock(kind, block, detail));
    }
}
