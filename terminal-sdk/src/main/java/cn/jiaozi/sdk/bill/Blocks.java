package cn.jiaozi.sdk.bill;

import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.BlockText;
import cn.jiaozi.sdk.receipt.ClearBlock;
import cn.jiaozi.sdk.receipt.ClearEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Blocks of the ledger in the clear, one after the other, each checked before its entries are told.
final class Blocks {
    private final BufferedReader lines;
    private final VerifyingKey operator;
    private final Map<Long, String> checkpoints;
    private Optional<BlockText> last = Optional.empty();
    private long firstHeight;
    private long met;

    /// @param checkpoints hashes that the bank has published, by the block's number
    Blocks(BufferedReader lines, VerifyingKey operator, Map<Long, String> checkpoints) {
        this.lines = lines;
        this.operator = operator;
        this.checkpoints = checkpoints;
    }

    /// The entries of the next block; none at all behind the last.
    Optional<List<ClearEntry>> next() throws IOException, Flawed {
        String line = lines.readLine();
        if (line == null) {
            return Optional.empty();
        }
        ClearBlock block;
        try {
            block = ClearBlock.parse(line);
        } catch (IllegalArgumentException e) {
            throw new Flawed(Flaw.Kind.MALFORMED, "A block cannot be read: " + e.getMessage());
        }
        var flaw = block.flaw(operator);
        if (flaw.isPresent()) {
            throw new Flawed(
                    Flaw.Kind.BLOCK, flaw.get().kind() + ": " + flaw.get().text());
        }
        var header = block.block().block();
        link(header);
        last = Optional.of(header);
        return Optional.of(block.entries());
    }

    private void link(BlockText header) throws Flawed {
        if (last.isPresent()
                && !(header.number() == last.get().number() + 1
                        && header.previous().equals(last.get().hash()))) {
            throw new Flawed(
                    Flaw.Kind.CHAIN,
                    "Block " + header.number() + " does not follow block "
                            + last.get().number());
        }
        if (last.isEmpty()) {
            firstHeight = header.first();
        }
        String published = checkpoints.get(header.number());
        if (published != null) {
            if (!published.equals(header.hash().hex())) {
                throw new Flawed(
                        Flaw.Kind.CHAIN, "Block " + header.number() + " is not the one that the bank has published");
            }
            met++;
        }
    }

    /// Whether they begin with the ledger's first entry.
    boolean beginAtTheBeginning() {
        return firstHeight == 1;
    }

    Optional<BlockText> last() {
        return last;
    }

    /// How many published checkpoints stand among them.
    long checkpointsMet() {
        return met;
    }
}
