package cn.jiaozi.sdk.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MerkleTest {
    private static final int MOST = 70;
    private static final Naive NAIVE = new Naive("SM3");
    private static final List<byte[]> DATA = IntStream.range(0, MOST)
            .mapToObj(i -> ("leaf " + i).getBytes(StandardCharsets.UTF_8))
            .toList();
    private static final List<Hash> LEAVES = DATA.stream().map(Merkle::leaf).toList();
    private static final List<Hash> ROOTS = IntStream.rangeClosed(0, MOST)
            .mapToObj(size -> Hash.of(NAIVE.root(DATA.subList(0, size))))
            .toList();
    private static final Hash FOREIGN = Merkle.leaf("foreign".getBytes(StandardCharsets.UTF_8));

    /// The leaves and roots that the implementations of Certificate Transparency share.
    @Test
    void comparesWithADefinitionThatGivesThePublishedRoots() {
        var leaves = Stream.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .map(HexFormat.of()::parseHex)
                .toList();
        var roots = List.of(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

        for (int size = 0; size < roots.size(); size++) {
            assertThat(HexFormat.of().formatHex(new Naive("SHA-256").root(leaves.subList(0, size))))
                    .isEqualTo(roots.get(size));
        }
    }

    /// GB/T 32905, appendix A.
    @Test
    void hashesWithSm3() {
        assertThat(Hash.sm3("a".getBytes(StandardCharsets.UTF_8), "bc".getBytes(StandardCharsets.UTF_8))
                        .hex())
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(Merkle.EMPTY.hex()).isEqualTo("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
    }

    @Test
    void writesAndReadsHashes() {
        assertThat(Hash.parse(FOREIGN.hex())).isEqualTo(FOREIGN).hasSameHashCodeAs(FOREIGN);
        assertThat(Hash.of(FOREIGN.bytes())).isEqualTo(FOREIGN).isNotEqualTo(Hash.ZERO);
        assertThat(Hash.ZERO).hasToString("0".repeat(64));
        for (String other : List.of("", "0".repeat(63), "0".repeat(65), "0".repeat(63) + "A", "0".repeat(63) + "g")) {
            assertThatThrownBy(() -> Hash.parse(other)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void growsWithEachLeaf() {
        var nodes = new Table();
        var frontier = Frontier.EMPTY;
        for (int size = 0; size <= MOST; size++) {
            assertThat(frontier.size()).isEqualTo(size);
            assertThat(frontier.root()).isEqualTo(ROOTS.get(size));
            assertThat(Merkle.root(LEAVES.subList(0, size))).isEqualTo(ROOTS.get(size));
            assertThat(Frontier.parse(size, frontier.bytes()).root()).isEqualTo(ROOTS.get(size));
            for (int earlier = 0; earlier <= size; earlier++) {
                assertThat(Merkle.root(earlier, nodes)).isEqualTo(ROOTS.get(earlier));
            }
            if (size < MOST) {
                // From what is kept, as after a restart.
                var appended = Frontier.parse(size, frontier.bytes()).append(LEAVES.get(size));
                nodes.add(appended.completed());
                frontier = appended.frontier();
            }
        }
        assertThat(nodes.hashes).hasSize(70 + 35 + 17 + 8 + 4 + 2 + 1);
    }

    @Test
    void refusesAFrontierOfAnotherSize() {
        byte[] bytes = new byte[64];

        assertThat(Frontier.parse(3, bytes).size()).isEqualTo(3);
        for (long size : new long[] {-1, 0, 1, 2, 7}) {
            assertThatThrownBy(() -> Frontier.parse(size, bytes)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Frontier.parse(3, new byte[63])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void provesEachLeafOfEachTree() {
        var nodes = Table.of(LEAVES);
        for (int size = 1; size <= MOST; size++) {
            for (int index = 0; index < size; index++) {
                var path = Merkle.inclusion(index, size, nodes);

                assertThat(path).isEqualTo(hashes(NAIVE.path(index, DATA.subList(0, size))));
                assertThat(Merkle.inclusion(LEAVES.subList(0, size), index)).isEqualTo(path);
                assertThat(Merkle.rootOf(LEAVES.get(index), index, size, path)).contains(ROOTS.get(size));
            }
        }
    }

    /// Only a size that gives the leaf the same way up is not told apart: the root of a size is what a signature
    /// fixes.
    @Test
    void refusesALeafThatIsNotThere() {
        var nodes = Table.of(LEAVES);
        for (int size = 1; size <= 33; size++) {
            var root = ROOTS.get(size);
            for (int index = 0; index < size; index++) {
                var path = Merkle.inclusion(index, size, nodes);
                var leaf = LEAVES.get(index);

                assertThat(Merkle.rootOf(FOREIGN, index, size, path).filter(root::equals))
                        .isEmpty();
                for (int other = -1; other <= size; other++) {
                    if (other != index) {
                        assertThat(Merkle.rootOf(leaf, other, size, path).filter(root::equals))
                                .isEmpty();
                    }
                }
                for (var tampered : tampered(path)) {
                    assertThat(Merkle.rootOf(leaf, index, size, tampered).filter(root::equals))
                            .isEmpty();
                }
                assertThat(Merkle.rootOf(leaf, index, index, path)).isEmpty();
                assertThat(Merkle.rootOf(leaf, index, 0, path)).isEmpty();
            }
        }
    }

    @Test
    void provesThatEachTreeBeginsWithEachSmallerOne() {
        var nodes = Table.of(LEAVES);
        for (int second = 0; second <= MOST; second++) {
            for (int first = 0; first <= second; first++) {
                var path = Merkle.consistency(first, second, nodes);

                if (first > 0) {
                    assertThat(path).isEqualTo(hashes(NAIVE.proof(first, DATA.subList(0, second))));
                }
                assertThat(Merkle.consistent(first, ROOTS.get(first), second, ROOTS.get(second), path))
                        .isTrue();
            }
        }
    }

    @Test
    void refusesATreeThatBeginsOtherwise() {
        var nodes = Table.of(LEAVES);
        for (int second = 0; second <= 33; second++) {
            for (int first = 0; first <= second; first++) {
                var path = Merkle.consistency(first, second, nodes);
                var older = ROOTS.get(first);
                var newer = ROOTS.get(second);

                assertThat(Merkle.consistent(first, FOREIGN, second, newer, path))
                        .isFalse();
                if (first > 0) {
                    assertThat(Merkle.consistent(first, older, second, FOREIGN, path))
                            .isFalse();
                }
                for (int other = -1; other <= second + 1; other++) {
                    if (other != first) {
                        assertThat(Merkle.consistent(other, older, second, newer, path))
                                .isFalse();
                    }
                }
                for (var tampered : tampered(path)) {
                    assertThat(Merkle.consistent(first, older, second, newer, tampered))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void provesNothingOutsideTheTree() {
        var nodes = Table.of(LEAVES);

        assertThatThrownBy(() -> Merkle.inclusion(LEAVES, MOST)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Merkle.inclusion(-1, 5, nodes)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Merkle.inclusion(5, 5, nodes)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Merkle.consistency(6, 5, nodes)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Merkle.root(-1, nodes)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /// As a service does that reads its table once for a whole proof.
    @Test
    void asksForTheSameNodesWhateverTheyAre() {
        var nodes = Table.of(LEAVES);
        var asked = new ArrayList<String>();
        Merkle.inclusion(20, 69, (level, index) -> {
            asked.add(level + " " + index);
            return Hash.ZERO;
        });
        var again = new ArrayList<String>();
        Merkle.inclusion(20, 69, (level, index) -> {
            again.add(level + " " + index);
            return nodes.at(level, index);
        });

        assertThat(asked).isEqualTo(again).hasSize(8);
    }

    @Test
    void countsBeyondThirtyTwoBits() {
        // All leaves are the same, and so are the nodes of a level.
        var levels = Stream.iterate(FOREIGN, hash -> Merkle.node(hash, hash))
                .limit(42)
                .toList();
        Merkle.Nodes nodes = (level, _) -> levels.get(level);
        long size = (1L << 40) + 3;
        long index = 1L << 40;

        var root = Merkle.rootOf(FOREIGN, index, size, Merkle.inclusion(index, size, nodes));

        assertThat(root).contains(Merkle.root(size, nodes));
        assertThat(Merkle.consistent(
                        index,
                        Merkle.root(index, nodes),
                        size,
                        Merkle.root(size, nodes),
                        Merkle.consistency(index, size, nodes)))
                .isTrue();
    }

    /// Each element changed, left out and doubled; one too many; two exchanged.
    private static List<List<Hash>> tampered(List<Hash> path) {
        var all = new ArrayList<List<Hash>>();
        for (int i = 0; i < path.size(); i++) {
            byte[] bit = path.get(i).bytes();
            bit[i % Hash.LENGTH] ^= 1;
            all.add(with(path, i, Hash.of(bit)));
            var without = new ArrayList<>(path);
            without.remove(i);
            all.add(without);
            var doubled = new ArrayList<>(path);
            doubled.add(i, path.get(i));
            all.add(doubled);
            if (i > 0) {
                all.add(with(with(path, i, path.get(i - 1)), i - 1, path.get(i)));
            }
        }
        var longer = new ArrayList<>(path);
        longer.add(FOREIGN);
        all.add(longer);
        return all;
    }

    private static List<Hash> with(List<Hash> path, int index, Hash hash) {
        var changed = new ArrayList<>(path);
        changed.set(index, hash);
        return changed;
    }

    private static List<Hash> hashes(List<byte[]> bytes) {
        return bytes.stream().map(Hash::of).toList();
    }

    private record Table(Map<String, Hash> hashes) implements Merkle.Nodes {
        Table() {
            this(new HashMap<>());
        }

        static Table of(List<Hash> leaves) {
            var table = new Table();
            var frontier = Frontier.EMPTY;
            for (Hash leaf : leaves) {
                var appended = frontier.append(leaf);
                table.add(appended.completed());
                frontier = appended.frontier();
            }
            return table;
        }

        void add(List<Frontier.Node> nodes) {
            for (var node : nodes) {
                assertThat(hashes.put(node.level() + " " + node.index(), node.hash()))
                        .isNull();
            }
        }

        @Override
        public Hash at(int level, long index) {
            var hash = hashes.get(level + " " + index);
            if (hash == null) {
                throw new AssertionError("not complete: " + level + " " + index);
            }
            return hash;
        }
    }
}
