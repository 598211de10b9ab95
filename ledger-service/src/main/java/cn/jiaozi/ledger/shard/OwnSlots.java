package cn.jiaozi.ledger.shard;

import cn.jiaozi.contracts.ShardMap;

/// The shard that this service keeps.
///
/// @param number from 0
public record OwnSlots(ShardMap map, int number) {
    public OwnSlots {
        if (number >= map.count()) {
            throw new IllegalArgumentException(
                    "JIAOZI_LEDGER_SHARD is %d, which JIAOZI_LEDGER_SHARDS does not name: %s".formatted(number, map));
        }
    }

    /// @param number the setting `JIAOZI_LEDGER_SHARD`
    /// @throws IllegalArgumentException when the number is none, or is not in the map
    static OwnSlots of(ShardMap map, String number) {
        // By the letter, because topic, group and database are named after it.
        if (!number.matches("0|[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("JIAOZI_LEDGER_SHARD is no number of a shard: " + number);
        }
        return new OwnSlots(map, Integer.parseInt(number));
    }

    /// Whether an account or a cap group lies here, be it there or not.
    public boolean keeps(String address) {
        return map.keeps(number, address);
    }

    /// Such as `0-511`.
    String slots() {
        return map.slotsOf(number);
    }
}
