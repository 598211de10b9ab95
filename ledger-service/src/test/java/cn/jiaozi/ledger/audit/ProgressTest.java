package cn.jiaozi.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.ledger.audit.WatchStore.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 1",
        "299999, 0, 299999",
        "300000, 0, 300000",
        "300001, 0, 300000",
        "300001, 300000, 300001",
        "899999, 300000, 600000",
        "900000, 0, 300001",
        "900000, 600002, 900000",
        "9000000, 0, 3000001",
        "9000000, 6000002, 9000000",
    })
    void comparesAllAccountsWithinThreeLooks(long accounts, long compared, long upTo) {
        assertThat(new Progress(0, 0, 0, accounts, accounts, compared).comparing())
                .isEqualTo(upTo);
    }
}
