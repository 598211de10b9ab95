package cn.jiaozi.ledger.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.ShardMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnSlotsTest {
    private static final ShardMap TWO = ShardMap.of("0-511=0,512-1023=1");

    @ParameterizedTest
    @CsvSource({"0, 0-511", "1, 512-1023"})
    void isOneOfTheMap(String number, String slots) {
        assertThat(OwnSlots.of(TWO, number).slots()).isEqualTo(slots);
    }

    @ParameterizedTest
    @CsvSource({
        "2,    'JIAOZI_LEDGER_SHARD is 2, which JIAOZI_LEDGER_SHARDS does not name: 0-511=0,512-1023=1'",
        "-1,   'JIAOZI_LEDGER_SHARD is no number of a shard: -1'",
        "01,   'JIAOZI_LEDGER_SHARD is no number of a shard: 01'",
        "'',   'JIAOZI_LEDGER_SHARD is no number of a shard: '",
        "one,  'JIAOZI_LEDGER_SHARD is no number of a shard: one'",
    })
    void saysWhyItIsNone(String number, String why) {
        assertThatThrownBy(() -> OwnSlots.of(TWO, number)).hasMessage(why);
    }
}
