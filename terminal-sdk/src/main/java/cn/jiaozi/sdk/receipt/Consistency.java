package cn.jiaozi.sdk.receipt;

import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Flaw.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What proves of two published headers that the ledger has only grown in between: the blocks before the older
/// one, and the older one itself, are the first of those that the newer one fixes.
///
/// @param path        consistency of the trees `older.blocks` and `newer.blocks`, of `number - 1` leaves each
///                    (RFC 9162, 2.1.4)
/// @param link        path of the older header in `newer.blocks`, as in a [Receipt]
/// @param operatorKey in PEM; whether it is the bank's, the proof cannot say
public record Consistency(SignedBlock older, SignedBlock newer, List<Hash> path, List<Hash> link, String operatorKey)
        implements Proof {
    public Consistency {
        path = List.copyOf(path);
        link = List.copyOf(link);
    }

    /// Reads JSON strictly; [IllegalArgumentException] says what is not as it must be ([Flaw.Kind#MALFORMED]).
    public static Consistency parse(String json) {
        return Json.read(json, Consistency::read);
    }

    static Consistency read(Json json) {
        return new Consistency(
                json.object("older", SignedBlock::read),
                json.object("newer", SignedBlock::read),
                json.hashes("path"),
                json.hashes("link"),
                json.string("operatorKey"));
    }

    @Override
    public Optional<Flaw> flaw(VerifyingKey operator) {
        BlockText first;
        BlockText second;
        VerifyingKey key;
        try {
            first = older.block();
            second = newer.block();
            key = VerifyingKey.ofPem(operatorKey);
        } catch (IllegalArgumentException e) {
            return Optional.of(Flaw.malformed(e));
        }
        return Flaw.first(List.of(
                Flaw.unless(
                        () -> Stream.of(key.id(), first.key(), second.key()).allMatch(operator.id()::equals),
                        Kind.KEY,
                        "The headers are not under the operator's key"),
                Flaw.unless(
                        () -> first.ledger().equals(second.ledger()) && first.number() <= second.number(),
                        Kind.NUMBERS,
                        "The older header is not an earlier one of the same ledger"),
                Flaw.unless(
                        () -> older.isSignedBy(operator) && newer.isSignedBy(operator),
                        Kind.CHECKPOINT_SIGNATURE,
                        "A signature is not the operator's"),
                Flaw.unless(
                        () -> BlockText.areLinked(first, second, link),
                        Kind.LINK,
                        "The older header is not among those that the newer one fixes"),
                Flaw.unless(
                        () -> Merkle.consistent(
                                first.number() - 1, first.blocks(), second.number() - 1, second.blocks(), path),
                        Kind.CONSISTENCY,
                        "The blocks before the older header are not the first ones before the newer")));
    }

    @Override
    public List<String> told() {
        var first = older.block();
        var second = newer.block();
        return List.of(
                "Block " + first.number() + " of ledger " + first.ledger() + ", closed " + first.at() + ", hash "
                        + first.hash(),
                "and all blocks before it are the beginning of what is fixed by",
                "block " + second.number() + ", closed " + second.at() + ", hash " + second.hash());
    }
}
