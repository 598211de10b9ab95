package cn.jiaozi.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.LedgerFixture;
import cn.jiaozi.ledger.shard.OwnSlots;
import cn.jiaozi.testkit.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The journal's decisions against a naive ledger, outcome by outcome and balance by balance. Now and then a batch is
/// decided and its transaction lost, everything is read back from what was stored, or Kafka delivers again.
class ModelTest {
    private static final int BATCHES = 25;
    /// One wallet in eight lies elsewhere, so that about half of the cases know none such.
    private static final OwnSlots OWN = new OwnSlots(ShardMap.of("0-127=1,128-1023=0"), 0);

    static Stream<Arguments> seeds() {
        return Seeds.of(2_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void decidesAsTheNaiveLedgerDoes(long seed) {
        Seeds.play(seed, random -> new Case(new RandomRequests(random, seed, LedgerFixture.NOON)).play());
    }

    private static final class Case {
        private final RandomRequests requests;
        private final LedgerInMemory ledger = new LedgerInMemory().as(OWN);
        private final NaiveLedger naive = new NaiveLedger(OWN::keeps);
        private final Map<StepId, LedgerEvent> told = new HashMap<>();

        Case(RandomRequests requests) {
            this.requests = requests;
        }

        void play() {
            decide(requests.opening());
            for (int i = 0; i < BATCHES; i++) {
                var now = requests.moment();
                ledger.at(now, ledger.shard().accountingDate());
                naive.at(now);
                var batch = requests.batch();
                if (requests.once(6)) {
                    ledger.lose(batch);
                }
                if (requests.once(6)) {
                    ledger.restart();
                }
                decide(batch);
                if (requests.once(4)) {
                    decide(requests.again(batch));
                }
                compareBalances();
            }
        }

        private void decide(List<LedgerRequest> batch) {
            var decisions = ledger.batch(batch);

            var said = decisions.stream()
                    .map(Decision::answer)
                    .map(LedgerInMemory::word)
                    .map(word -> word.startsWith("conflict") ? "conflict" : word)
                    .toList();
            assertThat(said).isEqualTo(batch.stream().map(naive::say).toList());
            decisions.forEach(this::compareWithWhatWasTold);
        }

        /// An outcome is told in the same words for ever.
        private void compareWithWhatWasTold(Decision decision) {
            if (decision instanceof Decision.Decided(Outcome outcome)) {
                assertThat(told.put(outcome.request().id(), outcome.answer())).isNull();
            }
            if (decision instanceof Decision.Repeated(Outcome outcome)) {
                assertThat(outcome.answer())
                        .isEqualTo(told.get(outcome.request().id()));
            }
        }

        private void compareBalances() {
            for (var address : naive.addresses()) {
                long balanceFen = ledger.account(address).balanceFen();
                long expectedFen = naive.balanceFen(address);
                if (balanceFen != expectedFen) {
                    assertThat(balanceFen).as(address).isEqualTo(expectedFen);
                }
            }
        }
    }
}
