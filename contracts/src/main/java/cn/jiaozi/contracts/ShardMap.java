package cn.jiaozi.contracts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// Which shard of the ledger keeps which accounts (分片映射). A customer's account lies in one of 1024 slots, and each slot
/// is given to a shard by name, so that adding a shard moves nothing that the map does not say. The bank's own accounts
/// (`core:…`) lie in no slot: every shard keeps its own.
///
/// @param ranges all slots in rising order, without gaps
public record ShardMap(List<Range> ranges) {
    public static final int SLOTS = 1024;

    /// One shard for everything.
    public static final ShardMap ONE = new ShardMap(List.of(new Range(0, SLOTS - 1, 0)));

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})-([0-9]{1,4})=([0-9]{1,4})");
    private static final String OF_THE_BANK = "core:";

    /// @param last  slot of the range, inclusive
    /// @param shard from 0
    public record Range(int first, int last, int shard) {
        @Override
        public String toString() {
            return first + "-" + last + "=" + shard;
        }
    }

    /// @throws IllegalArgumentException that names the range at which a slot is missing or given twice, or the shard
    ///                                  that has none
    public ShardMap {
        ranges = List.copyOf(ranges);
        int next = 0;
        for (var range : ranges) {
            if (range.first() != next || range.last() < range.first() || range.last() >= SLOTS) {
                throw wrong(range.toString(), "slot %d comes next, and the last one is %d".formatted(next, SLOTS - 1));
            }
            next = range.last() + 1;
        }
        if (next != SLOTS) {
            throw wrong("its end", "slots %d to %d are given to no shard".formatted(next, SLOTS - 1));
        }
        for (int shard = 0; shard < count(ranges); shard++) {
            int number = shard;
            if (ranges.stream().noneMatch(range -> range.shard() == number)) {
                throw wrong("shard " + shard, "it has no slot, and shards are numbered without gaps from 0");
            }
        }
    }

    /// Reads the setting `JIAOZI_LEDGER_SHARDS`, such as `0-511=0,512-1023=1`.
    ///
    /// @throws IllegalArgumentException that names the place where the text is wrong
    public static ShardMap of(String text) {
        var ranges = new ArrayList<Range>();
        for (String part : text.split(",", -1)) {
            var range = RANGE.matcher(part);
            if (!range.matches()) {
                throw wrong("\"" + part + "\"", "a range is written as 0-1023=0: first slot, last slot, shard");
            }
            ranges.add(new Range(
                    Integer.parseInt(range.group(1)),
                    Integer.parseInt(range.group(2)),
                    Integer.parseInt(range.group(3))));
        }
        return new ShardMap(ranges);
    }

    private static IllegalArgumentException wrong(String place, String what) {
        return new IllegalArgumentException("JIAOZI_LEDGER_SHARDS is wrong at " + place + ": " + what);
    }

    /// How many shards there are.
    public int count() {
        return count(ranges);
    }

    private static int count(List<Range> ranges) {
        return ranges.stream().mapToInt(Range::shard).max().orElse(-1) + 1;
    }

    /// The shard that keeps an account or a cap group of a customer; empty for the bank's own accounts.
    public Optional<Integer> shardOf(String address) {
        return address.startsWith(OF_THE_BANK) ? Optional.empty() : Optional.of(shardOf(slot(address)));
    }

    private int shardOf(int slot) {
        return ranges.stream()
                .filter(range -> slot <= range.last())
                .findFirst()
                .orElseThrow()
                .shard();
    }

    /// Whether an account or a cap group lies on a shard.
    public boolean keeps(int shard, String address) {
        // The ledger asks for every leg; where there is one shard the answer costs nothing.
        return ranges.size() == 1 || address.startsWith(OF_THE_BANK) || shardOf(slot(address)) == shard;
    }

    /// The slots of a shard, such as `0-255,768-1023`.
    public String slotsOf(int shard) {
        return ranges.stream()
                .filter(range -> range.shard() == shard)
                .map(range -> range.first() + "-" + range.last())
                .collect(Collectors.joining(","));
    }

    /// CRC-32 of the address's first two parts, `noun:id`, so that all that belongs to a wallet lies together.
    public static int slot(String address) {
        int second = address.indexOf(':', address.indexOf(':') + 1);
        var crc = new CRC32();
        crc.update((second < 0 ? address : address.substring(0, second)).getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SLOTS);
    }

    /// The name of the service that keeps a shard: of its processes, its consumer group and its dead letters.
    public static String service(int shard) {
        return shard == 0 ? "ledger-service" : "ledger-service-" + shard;
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
