package cn.jiaozi.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardMapTest {
    /// Computed by `zlib.crc32(b"…") % 1024` in Python.
    @ParameterizedTest
    @CsvSource({
        "wallet:a:available, 470",
        "wallet:a:reserve, 470",
        "wallet:a, 470",
        "wallet:0020000000000014:available, 778",
        "wallet:115:available, 0",
        "wallet:146:available, 511",
        "wallet:1762:available, 512",
        "wallet:1731:available, 1023",
        "wallet:张三:available, 204",
        "party:1, 594",
        "wallet, 543",
    })
    void putsAllThatBelongsToAWalletIntoOneSlot(String address, int slot) {
        assertThat(ShardMap.slot(address)).isEqualTo(slot);
    }

    @ParameterizedTest
    @CsvSource({
        "0-1023=0,          0, 0, 0, 0",
        "0-511=0;512-1023=1, 0, 0, 1, 1",
        "0-510=0;511-1023=1, 0, 1, 1, 1",
        "0-512=0;513-1023=1, 0, 0, 0, 1",
        "0-0=1;1-511=0;512-1022=2;1023-1023=0, 1, 0, 2, 0",
    })
    void givesEachSlotToTheShardThatTheMapNames(String text, int first, int below, int above, int last) {
        var map = ShardMap.of(text.replace(';', ','));

        assertThat(map.shardOf("wallet:115:available")).contains(first);
        assertThat(map.shardOf("wallet:146:available")).contains(below);
        assertThat(map.shardOf("wallet:1762:available")).contains(above);
        assertThat(map.shardOf("wallet:1731:available")).contains(last);
        for (int shard = 0; shard < map.count(); shard++) {
            assertThat(map.keeps(shard, "wallet:146")).isEqualTo(shard == below);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core:0200:clearing", "core:x", "core:"})
    void leavesTheBanksOwnAccountsToEveryShard(String address) {
        var map = ShardMap.of("0-511=0,512-1023=1");

        assertThat(map.shardOf(address)).isEmpty();
        assertThat(map.keeps(0, address)).isTrue();
        assertThat(map.keeps(1, address)).isTrue();
        assertThat(map.shardOf("corentin:1")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                           | at \"\"",
                "0-1023                       | at \"0-1023\"",
                "0-1023=0,                    | at \"\"",
                "0-1023=x                     | at \"0-1023=x\"",
                "' 0-1023=0'                  | at \" 0-1023=0\"",
                "0-1023=-1                    | at \"0-1023=-1\"",
                "0-1022=0                     | at its end: slots 1023 to 1023 are given to no shard",
                "0-1024=0                     | at 0-1024=0",
                "1-1023=0                     | at 1-1023=0: slot 0 comes next",
                "0-511=0,513-1023=1           | at 513-1023=1: slot 512 comes next",
                "0-511=0,511-1023=1           | at 511-1023=1: slot 512 comes next",
                "512-1023=1,0-511=0           | at 512-1023=1: slot 0 comes next",
                "0-511=0,512-511=1,512-1023=1 | at 512-511=1",
                "0-1023=1                     | at shard 0: it has no slot",
                "0-511=0,512-1023=2           | at shard 1: it has no slot",
            })
    void namesThePlaceOfAMistake(String text, String place) {
        assertThatThrownBy(() -> ShardMap.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("JIAOZI_LEDGER_SHARDS is wrong at ")
                .hasMessageContaining(place);
    }

    @Test
    void tellsTheSlotsOfAShardAndItself() {
        var map = ShardMap.of("0-255=0,256-767=1,768-1023=0");

        assertThat(map.slotsOf(0)).isEqualTo("0-255,768-1023");
        assertThat(map.slotsOf(1)).isEqualTo("256-767");
        assertThat(map).hasToString("0-255=0,256-767=1,768-1023=0");
        assertThat(ShardMap.of(map.toString())).isEqualTo(map);
        assertThat(ShardMap.of("0-1023=0")).isEqualTo(ShardMap.ONE);
    }

    /// Whoever has one shard has the names from before there were more.
    @Test
    void namesWhatBelongsToAShard() {
        assertThat(Topics.ledgerRequest(0)).isEqualTo("jiaozi.ledger.request");
        assertThat(Topics.ledgerRequest(1)).isEqualTo("jiaozi.ledger.request.1");
        var one = Topics.all(ShardMap.ONE).stream().map(Topics.Topic::name).toList();
        var two = Topics.all(ShardMap.of("0-511=0,512-1023=1"));

        assertThat(two.stream().map(Topics.Topic::name).filter(name -> !one.contains(name)))
                .containsExactly("jiaozi.ledger.request.1", "jiaozi.dlq.ledger-service-1");
        assertThat(two).contains(new Topics.Topic("jiaozi.ledger.request.1", 1, false));
    }

    @Test
    void spreadsWalletsEvenly() {
        var counts = new int[2];
        var map = ShardMap.of("0-511=0,512-1023=1");
        IntStream.range(0, 10_000)
                .forEach(i -> counts[map.shardOf(Addresses.wallet("002" + i)).orElseThrow()]++);

        assertThat(counts[0]).isBetween(4_500, 5_500);
    }
}
