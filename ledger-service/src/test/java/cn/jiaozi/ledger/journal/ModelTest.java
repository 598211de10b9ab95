package cn.jiaozi.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.ledger.LedgerFixture;
import cn.jiaozi.testkit.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The journal's decisions against a naive ledger, outcome by outcome and balance by balance.
class ModelTest {
    static Stream<Arguments> seeds() {
        return Seeds.of(200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void decidesAsTheNaiveLedgerDoes(long seed) {
        var requests = new RandomRequests(Seeds.random(seed), seed, LedgerFixture.NOON);
        var ledger = new LedgerInMemory();
        var naive = new NaiveLedger();
        var opening = requests.opening();
        assertThat(ledger.say(opening)).isEqualTo(naive.say(opening));

        for (int i = 0; i < 25; i++) {
            var now = requests.moment();
            ledger.at(now, ledger.shard().accountingDate());
            naive.at(now);
            var batch = requests.batch();

            var said = ledger.sayTogether(batch.toArray(LedgerRequest[]::new)).stream()
                    .map(word -> word.startsWith("conflict") ? "conflict" : word)
                    .toList();

            List<String> expected = batch.stream().map(naive::say).toList();
            assertThat(said).isEqualTo(expected);
        }
        naive.addresses()
                .forEach(address -> assertThat(ledger.account(address).balanceFen())
                        .as(address)
                        .isEqualTo(naive.balanceFen(address)));
    }
}
