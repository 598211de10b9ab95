package cn.jiaozi.sdk.receipt;

import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Flaw.Kind;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What proves to somebody that an entry is in the ledger, word for word as in JSON: the entry, what opens its
/// commitments to this holder, the way to the root of its block, the block under the operator's signature, and the
/// way from there to a checkpoint that the bank has published.
///
/// @param version     1
/// @param entry       text of an [EntryText]
/// @param openings    of as many fields as the holder may know
/// @param inclusion   path of the entry in the tree of its block: index `height - first`, size `last - first + 1`
/// @param checkpoint  a published header, older or newer than the block, or its own; absent before the first
/// @param link        path of the older of block and checkpoint in the newer one's `blocks`: index `older.number -
/// 1`,                    size `newer.number - 1`; empty when they are the same header or there is no checkpoint
/// @param operatorKey in PEM, so that a receipt can be read alone; whether it is the bank's, the receipt cannot say
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Receipt(
        int version,
        String entry,
        List<Opening> openings,
        List<Hash> inclusion,
        SignedBlock block,
        Optional<SignedBlock> checkpoint,
        List<Hash> link,
        String operatorKey)
        implements Proof {
    public static final int VERSION = 1;

    public Receipt {
        openings = List.copyOf(openings);
        inclusion = List.copyOf(inclusion);
        link = List.copyOf(link);
    }

    /// Reads JSON strictly; [IllegalArgumentException] says what is not as it must be ([Flaw.Kind#MALFORMED]).
    /// What the texts within say is left to [#flaw].
    public static Receipt parse(String json) {
        return Json.read(json, Receipt::read);
    }

    static Receipt read(Json json) {
        Texts.check(json.number("version") == VERSION, "version is not " + VERSION);
        return new Receipt(
                VERSION,
                json.string("entry"),
                json.objects(
                        "openings",
                        opening -> new Opening(opening.string("field"), opening.hash("key"), opening.string("value"))),
                json.hashes("inclusion"),
                json.object("block", SignedBlock::read),
                json.optional("checkpoint", SignedBlock::read),
                json.hashes("link"),
                json.string("operatorKey"));
    }

    /// The first thing that is wrong, in the order of [Flaw.Kind]; empty when the receipt proves what it says.
    ///
    /// @param operator the key that the bank has published
    @Override
    public Optional<Flaw> flaw(VerifyingKey operator) {
        Content content;
        try {
            content = content();
        } catch (IllegalArgumentException e) {
            return Optional.of(Flaw.malformed(e));
        }
        return Flaw.first(List.of(
                Flaw.unless(() -> content.isOf(operator), Kind.KEY, "The receipt is not under the operator's key"),
                Flaw.unless(
                        () -> block.isSignedBy(operator),
                        Kind.BLOCK_SIGNATURE,
                        "The signature on the block is not the operator's"),
                Flaw.unless(
                        content::fits,
                        Kind.NUMBERS,
                        "The entry's height is not within the block, or the checkpoint is of another ledger"),
                Flaw.unless(() -> content.isIncluded(inclusion), Kind.INCLUSION, "The entry is not one of the block's"),
                () -> unknownField(content.entry),
                () -> wrongOpening(content.entry),
                Flaw.unless(
                        () -> checkpoint.stream().allMatch(signed -> signed.isSignedBy(operator)),
                        Kind.CHECKPOINT_SIGNATURE,
                        "The signature on the checkpoint is not the operator's"),
                Flaw.unless(
                        () -> content.isLinked(link),
                        Kind.LINK,
                        "The link does not lead from the older header to the newer one")));
    }

    private Optional<Flaw> unknownField(EntryText entry) {
        var seen = new HashSet<String>();
        return openings.stream()
                .map(Opening::field)
                .filter(field -> entry.commitment(field).isEmpty() || !seen.add(field))
                .findFirst()
                .map(field -> new Flaw(Kind.FIELD, "The entry has no field " + field + ", or it is opened twice"));
    }

    private Optional<Flaw> wrongOpening(EntryText entry) {
        return openings.stream()
                .filter(opening -> !entry.commitment(opening.field()).equals(Optional.of(opening.commitment())))
                .findFirst()
                .map(opening ->
                        new Flaw(Kind.OPENING, "The entry does not commit to what is opened as " + opening.field()));
    }

    @Override
    public List<String> told() {
        var content = content();
        var entry = content.entry;
        var block = content.block;
        var lines = new ArrayList<String>();
        lines.add("Entry " + entry.height() + " of ledger " + block.ledger() + ": " + entry.kind() + " " + entry.type()
                + " on " + entry.date() + ", at " + entry.at());
        lines.add("Id: " + opened(Commitments.ID));
        entry.ends().ifPresent(height -> lines.add("It ends the hold of entry " + height));
        for (int i = 1; i <= entry.legs().size(); i++) {
            lines.add("Leg " + i + ": " + yuan(entry.legs().get(i - 1).amountFen()) + " yuan from "
                    + opened(Commitments.debit(i)) + " to " + opened(Commitments.credit(i)));
        }
        lines.add("It is in block " + block.number() + " (entries " + block.first() + " to " + block.last()
                + ", closed " + block.at() + "), hash " + block.hash());
        lines.add(content.checkpoint
                .map(published -> published.number() == block.number()
                        ? "The block is itself a published checkpoint"
                        : (published.number() > block.number() ? "It is fixed by" : "It comes after")
                                + " the published checkpoint " + published.number() + ", hash " + published.hash())
                .orElse("No checkpoint has been published since"));
        return lines;
    }

    private String opened(String field) {
        return openings.stream()
                .filter(opening -> opening.field().equals(field))
                .findFirst()
                .map(Opening::value)
                .orElse("(not told)");
    }

    private static String yuan(long fen) {
        long rest = fen % 100;
        return fen / 100 + (rest < 10 ? ".0" : ".") + rest;
    }

    private Content content() {
        openings.forEach(opening -> Texts.checkPrintable(opening.value(), "The value of " + opening.field()));
        return new Content(
                EntryText.parse(entry),
                block.block(),
                checkpoint.map(SignedBlock::block),
                VerifyingKey.ofPem(operatorKey));
    }

    /// What the texts say.
    private record Content(EntryText entry, BlockText block, Optional<BlockText> checkpoint, VerifyingKey key) {
        boolean isOf(VerifyingKey operator) {
            return Stream.concat(Stream.of(key.id(), block.key()), checkpoint.map(BlockText::key).stream())
                    .allMatch(operator.id()::equals);
        }

        boolean fits() {
            return entry.height() >= block.first()
                    && entry.height() <= block.last()
                    && checkpoint.stream()
                            .allMatch(published -> published.ledger().equals(block.ledger()));
        }

        boolean isIncluded(List<Hash> path) {
            return Merkle.rootOf(entry.leafHash(), entry.height() - block.first(), block.size(), path)
                    .filter(block.entries()::equals)
                    .isPresent();
        }

        boolean isLinked(List<Hash> path) {
            return checkpoint
                    .map(published -> BlockText.areLinked(block, published, path))
                    .orElse(path.isEmpty());
        }
    }
}
