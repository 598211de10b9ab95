package cn.jiaozi.sdk.receipt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What of a growing Merkle tree must be kept to append to it and to know its root: the roots of its perfect
/// subtrees, as many as the number of leaves has binary ones. Immutable.
public final class Frontier {
    public static final Frontier EMPTY = new Frontier(0, List.of());

    private final long size;
    /// The largest first.
    private final List<Hash> roots;

    private Frontier(long size, List<Hash> roots) {
        this.size = size;
        this.roots = roots;
    }

    /// A node for the table behind [Merkle.Nodes].
    ///
    /// @param level 0 for a leaf
    /// @param index on its level, from 0
    public record Node(int level, long index, Hash hash) {}

    /// @param completed every node that is complete with the new leaf, from the leaf itself upwards
    public record Appended(Frontier frontier, List<Node> completed) {}

    /// @param leaf its hash
    public Appended append(Hash leaf) {
        int carries = Long.numberOfTrailingZeros(~size);
        var completed = new ArrayList<Node>(carries + 1);
        completed.add(new Node(0, size, leaf));
        int kept = roots.size() - carries;
        var hash = leaf;
        for (int level = 1; level <= carries; level++) {
            hash = Merkle.node(roots.get(roots.size() - level), hash);
            completed.add(new Node(level, size >> level, hash));
        }
        var next = new ArrayList<Hash>(kept + 1);
        next.addAll(roots.subList(0, kept));
        next.add(hash);
        return new Appended(new Frontier(size + 1, next), completed);
    }

    /// Number of leaves.
    public long size() {
        return size;
    }

    public Hash root() {
        if (roots.isEmpty()) {
            return Merkle.EMPTY;
        }
        var root = roots.getLast();
        for (int i = roots.size() - 2; i >= 0; i--) {
            root = Merkle.node(roots.get(i), root);
        }
        return root;
    }

    /// The roots one after another, 32 bytes each, the largest subtree's first.
    public byte[] bytes() {
        byte[] bytes = new byte[roots.size() * Hash.LENGTH];
        for (int i = 0; i < roots.size(); i++) {
            roots.get(i).into(bytes, i * Hash.LENGTH);
        }
        return bytes;
    }

    /// What [#bytes()] has written; throws [IllegalArgumentException] when a tree of that many leaves has another
    /// number of perfect subtrees.
    public static Frontier parse(long size, byte[] bytes) {
        if (size < 0 || bytes.length != Long.bitCount(size) * Hash.LENGTH) {
            throw new IllegalArgumentException(bytes.length + " bytes are not the frontier of " + size + " leaves");
        }
        var roots = new ArrayList<Hash>(bytes.length / Hash.LENGTH);
        for (int at = 0; at < bytes.length; at += Hash.LENGTH) {
            roots.add(Hash.of(Arrays.copyOfRange(bytes, at, at + Hash.LENGTH)));
        }
        return new Frontier(size, roots);
    }
}
