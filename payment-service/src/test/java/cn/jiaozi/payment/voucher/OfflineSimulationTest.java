package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.testkit.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Four weeks without a network, seed by seed; `-Djiaozi.seeds=N` plays more of them, `./jiaozi simulate` many.
class OfflineSimulationTest {
    private static final World WORLD = new World();

    static Stream<Arguments> seeds() {
        return Seeds.of(Integer.getInteger("jiaozi.seeds", 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyHonestLosesWhateverHappens(long seed) {
        var played = Played.of(WORLD, seed);

        assertThat(played.wrong())
                .as("seed %d (alone: -Djiaozi.seed=%d)", seed, seed)
                .isEmpty();
        // A seed in which nothing happens shows nothing.
        assertThat(played.verdicts())
                .containsKeys(
                        Verdict.ACCEPTED,
                        Verdict.DUPLICATE,
                        Verdict.FORGED,
                        Verdict.ACK_INVALID,
                        Verdict.REVOKED,
                        Verdict.REPLAY_WRONG_PAYEE,
                        Verdict.DOUBLE_SPEND,
                        Verdict.FORK);
        assertThat(played.taps()).containsKeys("torn", "again", "torn closing", "loot");
    }

    @Test
    void missesAVoucherThatNeverReachesTheBank() {
        var simulation = OfflineSimulation.played(WORLD, 7);
        var lost = simulation.tills.stream()
                .flatMap(till -> till.tray.taken().stream())
                .map(taken -> taken.voucher().debit().content())
                .filter(debit -> simulation.isHonest(debit.payer()))
                .findFirst()
                .orElseThrow();
        var bank = new Reconciliation(WORLD, simulation.checked);
        for (var input : simulation.feed.inputs) {
            bank.apply(
                    input instanceof Input.Uploaded uploaded
                            ? new Input.Uploaded(uploaded.at(), without(lost.hash(), uploaded.copies()))
                            : input);
        }

        assertThat(Checks.of(simulation, bank))
                .hasSize(2)
                .anySatisfy(wrong ->
                        assertThat(wrong).contains("Not paid", lost.nonce().hex()))
                .anySatisfy(wrong -> assertThat(wrong).contains(lost.payer(), "should have"));
    }

    private static List<Copy> without(Hash voucher, List<Copy> copies) {
        return copies.stream()
                .filter(copy -> !copy.debit().hash().equals(voucher))
                .toList();
    }
}
