package cn.jiaozi.sdk.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SM3Digest;

/// Merkle trees of RFC 6962 (2.1) over SM3: a leaf is SM3(0x00 || data), a node SM3(0x01 || left || right), the
/// root of no leaves SM3 of nothing. Indexes count from 0. Functions that make a proof throw
/// [IndexOutOfBoundsException] for a leaf or a size that is not within the tree; functions that check one never
/// throw.
public final class Merkle {
    /// The root of a tree without leaves.
    public static final Hash EMPTY = Hash.sm3();

    private Merkle() {}

    /// The nodes of a large tree that only grows, out of a table. Which ones a function asks for depends on the
    /// indexes and sizes alone: a first call with a `Nodes` that notes what it is asked for, and answers
    /// [Hash#ZERO], says which rows a second one needs.
    @FunctionalInterface
    public interface Nodes {
        /// The root of the perfect subtree over the leaves `index * 2^level` to `(index + 1) * 2^level - 1`; on
        /// level 0 the leaf's hash. Only those that are complete are asked for.
        Hash at(int level, long index);
    }

    public static Hash leaf(byte[] data) {
        var digest = new SM3Digest();
        digest.update((byte) 0);
        digest.update(data, 0, data.length);
        return Hash.ended(digest);
    }

    public static Hash node(Hash left, Hash right) {
        var digest = new SM3Digest();
        digest.update((byte) 1);
        left.into(digest);
        right.into(digest);
        return Hash.ended(digest);
    }

    /// @param leaves their hashes, in order
    public static Hash root(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return EMPTY;
        }
        var level = leaves;
        while (level.size() > 1) {
            level = above(level);
        }
        return level.getFirst();
    }

    /// The path from a leaf to the root, lowest sibling first.
    public static List<Hash> inclusion(List<Hash> leaves, int index) {
        Objects.checkIndex(index, leaves.size());
        var path = new ArrayList<Hash>();
        int at = index;
        for (var level = leaves; level.size() > 1; level = above(level)) {
            int sibling = at ^ 1;
            if (sibling < level.size()) {
                path.add(level.get(sibling));
            }
            at /= 2;
        }
        return List.copyOf(path);
    }

    /// One without a sibling moves up as it is.
    private static List<Hash> above(List<Hash> level) {
        int size = level.size();
        var above = new ArrayList<Hash>((size + 1) / 2);
        for (int i = 0; i + 1 < size; i += 2) {
            above.add(node(level.get(i), level.get(i + 1)));
        }
        if (size % 2 == 1) {
            above.add(level.getLast());
        }
        return above;
    }

    /// @param size number of leaves, which may be fewer than there are by now
    public static Hash root(long size, Nodes nodes) {
        Objects.checkFromIndexSize(0, size, Long.MAX_VALUE);
        return size == 0 ? EMPTY : range(0, size, nodes);
    }

    /// As `inclusion` of a list of leaves.
    ///
    /// @param size number of leaves of the tree in which the leaf is proven to be
    public static List<Hash> inclusion(long index, long size, Nodes nodes) {
        Objects.checkIndex(index, size);
        var path = new ArrayList<Hash>();
        inclusion(index, 0, size, nodes, path);
        return List.copyOf(path);
    }

    /// PATH of RFC 6962, 2.1.1, of the leaf with this index within `size` leaves from `from` on.
    private static void inclusion(long index, long from, long size, Nodes nodes, List<Hash> path) {
        if (size == 1) {
            return;
        }
        long left = left(size);
        if (index < left) {
            inclusion(index, from, left, nodes, path);
            path.add(range(from + left, size - left, nodes));
        } else {
            inclusion(index - left, from + left, size - left, nodes, path);
            path.add(range(from, left, nodes));
        }
    }

    /// That the tree of `first` leaves is the beginning of the tree of `second` leaves; empty when `first` is 0 or
    /// `second`.
    public static List<Hash> consistency(long first, long second, Nodes nodes) {
        Objects.checkFromToIndex(0, first, second);
        if (first == 0) {
            return List.of();
        }
        var path = new ArrayList<Hash>();
        consistency(first, 0, second, true, nodes, path);
        return List.copyOf(path);
    }

    /// SUBPROOF of RFC 6962, 2.1.2.
    ///
    /// @param whole whether the verifier knows the root of these first leaves already
    private static void consistency(long first, long from, long size, boolean whole, Nodes nodes, List<Hash> path) {
        if (first == size) {
            if (!whole) {
                path.add(range(from, size, nodes));
            }
            return;
        }
        long left = left(size);
        if (first <= left) {
            consistency(first, from, left, whole, nodes, path);
            path.add(range(from + left, size - left, nodes));
        } else {
            consistency(first - left, from + left, size - left, false, nodes, path);
            path.add(range(from, left, nodes));
        }
    }

    private static Hash range(long from, long size, Nodes nodes) {
        if (Long.bitCount(size) == 1) {
            return nodes.at(Long.numberOfTrailingZeros(size), from / size);
        }
        long left = left(size);
        return node(range(from, left, nodes), range(from + left, size - left, nodes));
    }

    /// The largest power of two below the size.
    private static long left(long size) {
        return Long.highestOneBit(size - 1);
    }

    /// The root to which a path leads (RFC 9162, 2.1.3.2); empty when a path in a tree of this size has another
    /// length, or there is no such leaf.
    public static Optional<Hash> rootOf(Hash leaf, long index, long size, List<Hash> path) {
        if (index < 0 || index >= size) {
            return Optional.empty();
        }
        var climb = new Climb(index, size - 1);
        var root = leaf;
        for (Hash sibling : path) {
            if (climb.isAtTop()) {
                return Optional.empty();
            }
            root = climb.isLeftSibling() ? node(sibling, root) : node(root, sibling);
            climb.step();
        }
        return climb.isAtTop() ? Optional.of(root) : Optional.empty();
    }

    /// Whether the path proves that the tree of `first` leaves is the beginning of the tree of `second` leaves
    /// (RFC 9162, 2.1.4.2). Every tree begins with the empty one, which needs no path, as the same tree needs none.
    public static boolean consistent(long first, Hash firstRoot, long second, Hash secondRoot, List<Hash> path) {
        if (first < 0 || first > second) {
            return false;
        }
        if (first == second) {
            return path.isEmpty() && firstRoot.equals(secondRoot) && (first > 0 || firstRoot.equals(EMPTY));
        }
        if (first == 0) {
            return path.isEmpty() && firstRoot.equals(EMPTY);
        }
        if (path.isEmpty()) {
            return false;
        }
        boolean perfect = Long.bitCount(first) == 1;
        var climb = new Climb(first - 1, second - 1);
        climb.skipRightNodes();
        var older = perfect ? firstRoot : path.getFirst();
        var newer = older;
        for (Hash each : path.subList(perfect ? 0 : 1, path.size())) {
            if (climb.isAtTop()) {
                return false;
            }
            if (climb.isLeftSibling()) {
                older = node(each, older);
                newer = node(each, newer);
            } else {
                newer = node(newer, each);
            }
            climb.step();
        }
        return climb.isAtTop() && older.equals(firstRoot) && newer.equals(secondRoot);
    }

    /// The way up from a node, with the last node of each level beside it: `fn` and `sn` of RFC 9162.
    private static final class Climb {
        private long node;
        private long last;

        Climb(long node, long last) {
            this.node = node;
            this.last = last;
        }

        boolean isAtTop() {
            return last == 0;
        }

        /// Whether the next sibling of the path stands to the left.
        boolean isLeftSibling() {
            return isRight() || node == last;
        }

        private boolean isRight() {
            return (node & 1) == 1;
        }

        /// One level; but from a last node without a sibling as far as it moves up unchanged.
        void step() {
            if (node == last) {
                while (!isRight() && node != 0) {
                    shift();
                }
            }
            shift();
        }

        void skipRightNodes() {
            while (isRight()) {
                shift();
            }
        }

        private void shift() {
            node >>= 1;
            last >>= 1;
        }
    }
}
