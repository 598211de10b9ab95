package cn.jiaozi.merchant.bill;

import cn.jiaozi.contracts.Checkpoint;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All files of a wallet and a day, the balances that they lie between, and the ledger's published headers that cover
/// the day: with these a file can be proved against the ledger's blocks.
///
/// @param storeNo whose own wallet it is; empty for the merchant's
record Manifest(
        String merchantNo,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> storeNo,
        LocalDate date,
        String walletId,
        long openingFen,
        long inCount,
        long inFen,
        long outCount,
        long outFen,
        long closingFen,
        List<File> files,
        List<OfShard> checkpoints) {
    /// @param sums in fen
    record File(String fileName, BillKind kind, long rows, Map<String, Long> sums, List<Form> forms) {}

    /// @param bytes of the file before it is gzipped, as are the digests
    record Form(String charset, Rendition.Digits digits, long bytes, String sha256, String sm3) {}

    record OfShard(int shard, Checkpoint checkpoint) {}
}
