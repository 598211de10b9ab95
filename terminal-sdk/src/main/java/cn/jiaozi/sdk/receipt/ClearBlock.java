package cn.jiaozi.sdk.receipt;

import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Flaw.Kind;
import java.util.List;
import java.util.Optional;

/// A block of the ledger with its entries in the clear, and the secret under which they are hidden in its root: a line
/// of the file that auditors take home. It is personal data as much as the ledger's own tables.
public record ClearBlock(SignedBlock block, Hash secret, List<ClearEntry> entries) {
    public ClearBlock {
        entries = List.copyOf(entries);
    }

    /// Reads JSON strictly; [IllegalArgumentException] says what is not as it must be ([Flaw.Kind#MALFORMED]).
    public static ClearBlock parse(String json) {
        return Json.read(
                json,
                read -> new ClearBlock(
                        read.object("block", SignedBlock::read),
                        read.hash("secret"),
                        read.objects("entries", ClearEntry::read)));
    }

    /// The first thing that is wrong, in the order of [Flaw.Kind]; empty when these are the block's entries, all of
    /// them, word for word.
    ///
    /// @param operator the key that the bank has published
    public Optional<Flaw> flaw(VerifyingKey operator) {
        try {
            var header = block.block();
            return Flaw.first(List.of(
                    Flaw.unless(
                            () -> header.key().equals(operator.id()),
                            Kind.KEY,
                            "Block " + header.number() + " is not under the operator's key"),
                    Flaw.unless(
                            () -> block.isSignedBy(operator),
                            Kind.BLOCK_SIGNATURE,
                            "The signature on block " + header.number() + " is not the operator's"),
                    Flaw.unless(
                            () -> areNumbered(header),
                            Kind.NUMBERS,
                            "The heights of block " + header.number() + " are not those of its entries"),
                    Flaw.unless(
                            () -> root().equals(header.entries()),
                            Kind.INCLUSION,
                            "The entries are not those of block " + header.number())));
        } catch (IllegalArgumentException e) {
            return Optional.of(Flaw.malformed(e));
        }
    }

    private boolean areNumbered(BlockText header) {
        if (entries.size() != header.size()) {
            return false;
        }
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).height() != header.first() + i) {
                return false;
            }
        }
        return true;
    }

    private Hash root() {
        var opened = new Commitments.Secret(secret.bytes());
        return Merkle.root(
                entries.stream().map(entry -> entry.hide(opened).leafHash()).toList());
    }
}
