package cn.jiaozi.e2e.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
    private static final int ACCOUNTS = 20_000;

    @ParameterizedTest
    @EnumSource
    void pairsTwoAccountsAndTheSameOnesForTheSameSeed(Workload workload) {
        var pairs = Stream.generate(workload.pairs(ACCOUNTS, 5)).limit(2_000).toList();

        assertThat(pairs).allSatisfy(pair -> {
            assertThat(pair.debit()).isBetween(0, ACCOUNTS - 1).isNotEqualTo(pair.credit());
            assertThat(pair.credit()).isBetween(0, ACCOUNTS - 1);
        });
        assertThat(Stream.generate(workload.pairs(ACCOUNTS, 5)).limit(2_000)).isEqualTo(pairs);
    }

    @Test
    void hasOneHotMerchantWithTenThousandPayers() {
        var pairs =
                Stream.generate(Workload.HOT.pairs(ACCOUNTS, 5)).limit(200_000).toList();

        assertThat(pairs.stream().map(Pair::credit)).containsOnly(ACCOUNTS - 1);
        assertThat(pairs.stream().map(Pair::debit).distinct()).hasSize(10_000);
    }
}
