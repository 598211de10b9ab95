package cn.jiaozi.e2e.day;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/// The voucher file for the general ledger (总账凭证), of each shard.
record LedgerFile(Door door, LocalDate date, int shards, Path dir) implements Step {
    @Override
    public String name() {
        return "general-ledger file";
    }

    @Override
    public void begin() throws IOException {
        for (int shard = 0; shard < shards; shard++) {
            door.download(door.at("/v1/gl-vouchers/" + date + "?shard=" + shard), file(shard), true);
        }
    }

    @Override
    public Progress look() {
        for (int shard = 0; shard < shards; shard++) {
            if (!Files.exists(file(shard))) {
                return Progress.underWay("the day is not closed");
            }
        }
        return Progress.done(file(0).getFileName() + (shards > 1 ? " and " + (shards - 1) + " more" : ""));
    }

    private Path file(int shard) {
        return dir.resolve("gl-" + date + (shard == 0 ? "" : "-" + shard) + ".csv");
    }
}
