package cn.jiaozi.sdk.upload;

import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Vouchers on their way to the bank. The same vouchers in the same order make the same pieces, so that an upload
/// that broke off goes on after a restart.
///
/// @param statement of the chip, where a payer uploads: what tells the bank that no voucher is missing
public record Batch(
        Signed<BatchHeader> header, Chain uploader, List<Piece> pieces, Optional<Signed<Statement>> statement) {
    public Batch {
        pieces = List.copyOf(pieces);
    }

    /// A voucher, as it was kept, and who can be checked with what.
    ///
    /// @param payee absent where the payee uploads, or is not known to whoever does
    public record Item(Octets voucher, Chain payer, Optional<Chain> payee) {
        public Item {
            if (voucher.length() > Piece.LONGEST_FRAME) {
                throw new IllegalArgumentException("is longer than " + Piece.LONGEST_FRAME + " bytes");
            }
        }

        public static Item of(Voucher voucher, Chain payer) {
            return new Item(Octets.of(voucher.encoded()), payer, Optional.empty());
        }

        public Item from(Chain payee) {
            return new Item(voucher, payer, Optional.of(payee));
        }

        private OptionalLong amountFen() {
            try {
                return OptionalLong.of(
                        Voucher.read(voucher.bytes()).debit().content().amountFen());
            } catch (IllegalArgumentException _) {
                return OptionalLong.empty();
            }
        }
    }

    /// Throws [IllegalArgumentException] for no vouchers and for more than a batch may have.
    ///
    /// @param key      of the uploader
    /// @param uploader the certificate of that key
    public static Batch of(Signer key, Chain uploader, List<Item> items, Instant at) {
        if (items.isEmpty() || items.size() > BatchHeader.MOST_VOUCHERS) {
            throw new IllegalArgumentException("A batch has 1 to " + BatchHeader.MOST_VOUCHERS + " vouchers");
        }
        var pieces = Cut.of(items);
        if (pieces.size() > BatchHeader.MOST_PIECES) {
            throw new IllegalArgumentException("A batch has at most " + BatchHeader.MOST_PIECES + " pieces");
        }
        var header = new BatchHeader(
                uploader.holder().subject(),
                uploader.holder().serial(),
                items.size(),
                sumFen(items),
                at.truncatedTo(ChronoUnit.SECONDS),
                pieces.size(),
                BatchHeader.content(pieces.stream().map(Piece::hash).toList()));
        return new Batch(Signed.by(key, header), uploader, pieces, Optional.empty());
    }

    private static long sumFen(List<Item> items) {
        try {
            return items.stream()
                    .map(Item::amountFen)
                    .flatMapToLong(OptionalLong::stream)
                    .reduce(0, Math::addExact);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("The vouchers come to more than there is money", e);
        }
    }

    public Batch with(Signed<Statement> statement) {
        return new Batch(header, uploader, pieces, Optional.of(statement));
    }

    public List<Hash> hashes() {
        return pieces.stream().map(Piece::hash).toList();
    }
}
