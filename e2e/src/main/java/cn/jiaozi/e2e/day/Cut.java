package cn.jiaozi.e2e.day;

import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The day cut (日切), of every shard of the ledger, until the day is counted and balances.
record Cut(Door door, LocalDate date, int shards) implements Step {
    @Override
    public String name() {
        return "day cut";
    }

    @Override
    public void begin() {
        for (int shard = 0; shard < shards; shard++) {
            if (door.get(path(shard)).body().path("state").asString("").isEmpty()) {
                throw new Door.Refused("The ledger knows no accounting day " + date);
            }
            door.put("/v1/accounting-days/" + date + "/cut?shard=" + shard, "").must("The day cut");
        }
    }

    @Override
    public Progress look() {
        var states = IntStream.range(0, shards)
                .mapToObj(shard -> door.get(path(shard)).body().path("state").asString("UNKNOWN"))
                .toList();
        String text = states.stream().distinct().collect(Collectors.joining(", "));
        return states.stream().allMatch("CLOSED"::equals) ? Progress.done("closed") : Progress.underWay(text);
    }

    private String path(int shard) {
        return "/v1/accounting-days/" + date + "?shard=" + shard;
    }
}
