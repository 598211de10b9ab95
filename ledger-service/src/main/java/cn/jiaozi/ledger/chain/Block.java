package cn.jiaozi.ledger.chain;

import cn.jiaozi.chassis.Processors;
import cn.jiaozi.sdk.receipt.BlockText;
import cn.jiaozi.sdk.receipt.Commitments;
import cn.jiaozi.sdk.receipt.Frontier;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.receipt.Merkle;
import cn.jiaozi.sdk.receipt.SignedBlock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A closed block, ready to be stored.
///
/// @param secret opens what its entries commit to
/// @param nodes  of the tree over all headers, complete with this one
/// @param end    where the next block goes
public record Block(BlockText header, SignedBlock signed, Hash secret, List<Frontier.Node> nodes, ChainEnd end) {
    /// So few entries that a block has many parts, so many that a secret need not be opened for each.
    private static final int A_PART = 8;

    /// Closes a block over the entries of a batch.
    ///
    /// @param facts  in the order of their heights, without gaps; at least one
    /// @param secret 32 random bytes
    public static Block close(ChainEnd before, List<Fact> facts, Instant at, Hash secret, Operator operator) {
        var header = new BlockText(
                operator.ledger(),
                before.number() + 1,
                facts.getFirst().height(),
                facts.getLast().height(),
                root(facts, secret),
                before.hash(),
                before.frontier().root(),
                at,
                operator.verifying().id());
        var hash = header.hash();
        var appended = before.frontier().append(hash);
        return new Block(
                header,
                operator.sign(header),
                secret,
                appended.completed(),
                new ChainEnd(header.number(), hash, appended.frontier()));
    }

    /// Where the next block goes after this one.
    public static ChainEnd after(ChainEnd before, BlockText header) {
        var hash = header.hash();
        return new ChainEnd(
                header.number(), hash, before.frontier().append(hash).frontier());
    }

    /// Of the tree over these entries.
    public static Hash root(List<Fact> facts, Hash secret) {
        return Merkle.root(leaves(facts, secret));
    }

    static List<Hash> leaves(List<Fact> facts, Hash secret) {
        return Processors.map(parts(facts), part -> leavesOf(part, secret)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<List<Fact>> parts(List<Fact> facts) {
        var parts = new ArrayList<List<Fact>>(facts.size() / A_PART + 1);
        for (int from = 0; from < facts.size(); from += A_PART) {
            parts.add(facts.subList(from, Math.min(facts.size(), from + A_PART)));
        }
        return parts;
    }

    private static List<Hash> leavesOf(List<Fact> part, Hash secret) {
        var opened = new Commitments.Secret(secret.bytes());
        var leaves = new ArrayList<Hash>(part.size());
        for (var fact : part) {
            leaves.add(fact.hide(opened).leafHash());
        }
        return leaves;
    }
}
