package cn.jiaozi.ledger.chain;

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
        var opened = new Commitments.Secret(secret.bytes());
        var leaves = new ArrayList<Hash>(facts.size());
        for (var fact : facts) {
            leaves.add(fact.hide(opened).leafHash());
        }
        return leaves;
    }
}
