package cn.jiaozi.sdk.bill;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.receipt.BlockText;
import cn.jiaozi.sdk.receipt.ClearBlock;
import cn.jiaozi.sdk.receipt.ClearEntry;
import cn.jiaozi.sdk.receipt.Commitments;
import cn.jiaozi.sdk.receipt.Frontier;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.receipt.Merkle;
import cn.jiaozi.sdk.receipt.SignedBlock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/// A ledger that closes blocks of two entries, and writes them as auditors take them home.
final class Ledger {
    static final SigningKey OPERATOR = SigningKey.generate(Curve.SM2);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant AT = Instant.parse("2026-11-28T12:00:00.123456Z");
    private static final Hash SECRET = Hash.of(new byte[Hash.LENGTH]);

    private final List<ClearEntry> waiting = new ArrayList<>();
    private final List<ClearBlock> blocks = new ArrayList<>();
    private Frontier frontier = Frontier.EMPTY;
    private long height;

    Ledger post(LocalDate on, String id, String debit, String credit, long amountFen) {
        return enter("POST", on, id, new ClearEntry.Leg(debit, credit, amountFen));
    }

    Ledger enter(String kind, LocalDate on, String id, ClearEntry.Leg... legs) {
        height++;
        boolean ends = kind.equals("CAPTURE");
        waiting.add(new ClearEntry(
                height,
                kind,
                "CONSUME",
                on,
                AT,
                id + " post 1",
                ends ? OptionalLong.of(height - 1) : OptionalLong.empty(),
                List.of(legs)));
        if (waiting.size() == 2) {
            close();
        }
        return this;
    }

    private void close() {
        var opened = new Commitments.Secret(SECRET.bytes());
        var header = new BlockText(
                "jiaozi-1",
                blocks.size() + 1,
                waiting.getFirst().height(),
                waiting.getLast().height(),
                Merkle.root(waiting.stream()
                        .map(entry -> entry.hide(opened).leafHash())
                        .toList()),
                blocks.isEmpty() ? Hash.ZERO : blocks.getLast().block().block().hash(),
                frontier.root(),
                AT,
                OPERATOR.id());
        frontier = frontier.append(header.hash()).frontier();
        blocks.add(new ClearBlock(SignedBlock.of(header, OPERATOR), SECRET, waiting));
        waiting.clear();
    }

    /// @param from the first block, from 1
    String lines(int from) {
        var text = new StringBuilder();
        blocks.subList(from - 1, blocks.size())
                .forEach(block -> text.append(JSON.writeValueAsString(block)).append('\n'));
        return text.toString();
    }

    String checkpoint(int number) {
        var block = blocks.get(number - 1).block();
        return """
                {"type":"ledger.checkpoint.v1","ledger":"jiaozi-1","number":%d,"hash":"%s","header":"h","signature":"s"}
                """.formatted(number, block.block().hash().hex());
    }
}
