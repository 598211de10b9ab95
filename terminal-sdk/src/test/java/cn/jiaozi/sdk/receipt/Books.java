package cn.jiaozi.sdk.receipt;

import cn.jiaozi.sdk.key.SigningKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// A small ledger that closes blocks as the real one does, and hands out receipts.
final class Books {
    private static final Instant AT = Instant.parse("2026-11-28T12:00:00.123456Z");
    private static final LocalDate DATE = LocalDate.parse("2026-11-28");

    private final String ledger;
    private final SigningKey operator;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, Hash> nodes = new HashMap<>();
    private Frontier frontier = Frontier.EMPTY;

    private record Block(BlockText text, SignedBlock signed, List<EntryText> entries, Commitments.Secret secret) {
        List<Hash> leaves() {
            return entries.stream().map(EntryText::leafHash).toList();
        }
    }

    Books(String ledger, SigningKey operator, int... sizes) {
        this.ledger = ledger;
        this.operator = operator;
        for (int size : sizes) {
            close(size);
        }
    }

    long last() {
        return blocks.getLast().text.last();
    }

    int count() {
        return blocks.size();
    }

    SignedBlock block(int number) {
        return blocks.get(number - 1).signed;
    }

    private void close(int size) {
        long first = blocks.isEmpty() ? 1 : last() + 1;
        byte[] bytes = new byte[Commitments.Secret.LENGTH];
        bytes[0] = (byte) blocks.size();
        var secret = new Commitments.Secret(bytes);
        var entries = IntStream.range(0, size)
                .mapToObj(i -> entry(new Commitments(secret, first + i), first + i))
                .toList();
        var block = new BlockText(
                ledger,
                blocks.size() + 1,
                first,
                first + size - 1,
                Merkle.root(entries.stream().map(EntryText::leafHash).toList()),
                blocks.isEmpty() ? Hash.ZERO : blocks.getLast().text.hash(),
                frontier.root(),
                AT.plusSeconds(blocks.size()),
                operator.id());
        blocks.add(new Block(block, SignedBlock.of(block, operator), entries, secret));
        var appended = frontier.append(block.hash());
        appended.completed().forEach(node -> nodes.put(node.level() + " " + node.index(), node.hash()));
        frontier = appended.frontier();
    }

    /// Every third ends a hold, and every fifth moves two amounts.
    private static EntryText entry(Commitments commitments, long height) {
        var legs = IntStream.rangeClosed(1, height % 5 == 0 ? 2 : 1)
                .mapToObj(leg -> new EntryText.Leg(
                        commitments.commit(Commitments.debit(leg), debit(height)),
                        commitments.commit(Commitments.credit(leg), credit(height)),
                        1_500 + leg))
                .toList();
        boolean ends = height % 3 == 0;
        return new EntryText(
                height,
                ends ? "CAPTURE" : "POST",
                "P2P",
                DATE,
                AT,
                commitments.commit(Commitments.ID, id(height)),
                ends ? OptionalLong.of(height - 1) : OptionalLong.empty(),
                legs);
    }

    static String id(long height) {
        return "payment:p-" + height + " post 1";
    }

    private static String debit(long height) {
        return "wallet:付款人-" + height;
    }

    private static String credit(long height) {
        return "wallet:payee-" + height;
    }

    /// For the payer, who is not told the payee's address.
    ///
    /// @param checkpoint number of the published block, 0 for none
    Receipt receipt(long height, int checkpoint) {
        var block = blocks.stream()
                .filter(each -> each.text.last() >= height)
                .findFirst()
                .orElseThrow();
        var commitments = new Commitments(block.secret, height);
        return new Receipt(
                Receipt.VERSION,
                block.entries.get((int) (height - block.text.first())).text(),
                List.of(
                        commitments.open(Commitments.ID, id(height)),
                        commitments.open(Commitments.debit(1), debit(height))),
                Merkle.inclusion(block.leaves(), (int) (height - block.text.first())),
                block.signed,
                checkpoint == 0 ? Optional.empty() : Optional.of(block(checkpoint)),
                checkpoint == 0 ? List.of() : link(block.text.number(), checkpoint),
                operator.verifying().pem());
    }

    Consistency consistency(int older, int newer) {
        return new Consistency(
                block(older),
                block(newer),
                Merkle.consistency(older - 1, newer - 1, this::node),
                link(older, newer),
                operator.verifying().pem());
    }

    private List<Hash> link(long one, long other) {
        return one == other
                ? List.of()
                : Merkle.inclusion(Math.min(one, other) - 1, Math.max(one, other) - 1, this::node);
    }

    private Hash node(int level, long index) {
        return Optional.ofNullable(nodes.get(level + " " + index)).orElseThrow();
    }
}
