package cn.jiaozi.sdk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.certificate.Certified.Holder;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Voucher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchTest {
    private final Taps taps = new Taps();

    @Test
    void saysWhatTheUploaderSignsFor() {
        var items = List.of(item(1, 12_30), item(2, 45), item(3, 1));

        var batch = Batch.of(taps.till.key(), taps.till.chain(), items, Taps.AT.plusMillis(999));

        var header = batch.header().content();
        assertThat(header.uploader()).isEqualTo(taps.till.certificate().subject());
        assertThat(header.certificate()).isEqualTo(taps.till.certificate().serial());
        assertThat(header.count()).isEqualTo(3);
        assertThat(header.sumFen()).isEqualTo(12_76);
        assertThat(header.at()).isEqualTo(Taps.AT);
        assertThat(header.pieces()).isEqualTo(1);
        assertThat(header.content()).isEqualTo(BatchHeader.content(batch.hashes()));
        assertThat(batch.header().isSignedBy(taps.till.certificate().key())).isTrue();
        assertThat(BatchHeader.readSigned(batch.header().encoded())).isEqualTo(batch.header());
    }

    private Batch.Item item(int counter, long amountFen) {
        return Batch.Item.of(taps.voucher(taps.purse, counter, amountFen), taps.purse.chain());
    }

    @Test
    void countsAVoucherThatCannotBeReadWithoutAnAmount() {
        var spoiled = new Batch.Item(
                Octets.of(new byte[600]), taps.purse.chain(), item(1, 1).payee());

        var header = Batch.of(taps.till.key(), taps.till.chain(), List.of(item(1, 5), spoiled), Taps.AT)
                .header()
                .content();

        assertThat(header.count()).isEqualTo(2);
        assertThat(header.sumFen()).isEqualTo(5);
    }

    @Test
    void refusesASumThatIsNoAmount() {
        var items = List.of(item(1, Long.MAX_VALUE), item(2, 1));

        assertThat(Batch.of(taps.till.key(), taps.till.chain(), items.subList(0, 1), Taps.AT)
                        .header()
                        .content()
                        .sumFen())
                .isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> Batch.of(taps.till.key(), taps.till.chain(), items, Taps.AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The vouchers come to more than there is money");
    }

    @Test
    void isCutTheSameWayEachTimeAndLosesNothing() {
        var items = taps.items(3_000);

        var batch = Batch.of(taps.till.key(), taps.till.chain(), items, Taps.AT);

        assertThat(Batch.of(taps.till.key(), taps.till.chain(), items, Taps.AT)
                        .header()
                        .content())
                .isEqualTo(batch.header().content());
        assertThat(batch.pieces().stream().flatMap(piece -> piece.vouchers().stream()))
                .isEqualTo(items.stream().map(Batch.Item::voucher).toList());
        assertThat(batch.pieces()).hasSize(4).allSatisfy(piece -> {
            assertThat(piece.encoded().length).isLessThanOrEqualTo(Piece.LONGEST);
            assertThat(piece.certificates())
                    .containsExactly(taps.certified.operator().certificate(), taps.purse.certificate());
            assertThat(Piece.read(piece.encoded())).isEqualTo(piece);
        });
    }

    /// The first piece takes as many vouchers as fill it to the byte.
    @Test
    void fillsAPieceBeforeItBeginsAnother() {
        var batch = taps.batch(2_000);

        int voucher = Piece.length(batch.pieces().getFirst().vouchers().getFirst());
        assertThat(batch.pieces().getFirst().encoded().length).isBetween(Piece.LONGEST - voucher + 1, Piece.LONGEST);
    }

    @Test
    void putsNoMoreThanAThousandVouchersInAPiece() {
        var small = new Batch.Item(
                Octets.of(new byte[1]), taps.purse.chain(), item(1, 1).payee());

        var batch = Batch.of(taps.till.key(), taps.till.chain(), Collections.nCopies(1_001, small), Taps.AT);

        assertThat(batch.pieces()).extracting(piece -> piece.vouchers().size()).containsExactly(1_000, 1);
    }

    @Test
    void eachPieceBringsTheCertificatesOfItsOwnVouchers() {
        var purses = Stream.of('A', 'B', 'C').map(taps::purse).toList();
        var items = new ArrayList<Batch.Item>();
        for (Holder purse : purses) {
            IntStream.rangeClosed(1, 800)
                    .forEach(counter -> items.add(Batch.Item.of(taps.unsigned(purse, counter), purse.chain())));
        }

        var batch = Batch.of(taps.till.key(), taps.till.chain(), items, Taps.AT);

        assertThat(batch.pieces())
                .allSatisfy(piece -> assertThat(piece.certificates().stream()
                                .skip(1)
                                .map(certificate -> certificate.subject())
                                .toList())
                        .isEqualTo(piece.vouchers().stream()
                                .map(voucher -> Voucher.read(voucher.bytes())
                                        .debit()
                                        .content()
                                        .payer())
                                .distinct()
                                .toList()));
    }

    @Test
    void aPayerBringsThePayeesCertificateAlong() {
        var item = item(1, 1).from(taps.till.chain());

        var batch = Batch.of(taps.purse.key(), taps.purse.chain(), List.of(item), Taps.AT);

        assertThat(batch.pieces().getFirst().certificates())
                .containsExactly(
                        taps.certified.operator().certificate(), taps.purse.certificate(), taps.till.certificate());
    }

    @Test
    void hasOneToAHundredThousandVouchers() {
        var item = taps.items(1).getFirst();

        assertThatThrownBy(() -> Batch.of(taps.till.key(), taps.till.chain(), List.of(), Taps.AT))
                .hasMessage("A batch has 1 to 100000 vouchers");
        assertThat(Batch.of(taps.till.key(), taps.till.chain(), Collections.nCopies(100_000, item), Taps.AT)
                        .pieces())
                .hasSize(125);
        assertThatThrownBy(
                        () -> Batch.of(taps.till.key(), taps.till.chain(), Collections.nCopies(100_001, item), Taps.AT))
                .hasMessage("A batch has 1 to 100000 vouchers");
    }

    @ParameterizedTest
    @MethodSource
    void readsNoPieceWhoseFramesAreBroken(byte[] bytes, String why) {
        assertThatThrownBy(() -> Piece.read(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    static Stream<Arguments> readsNoPieceWhoseFramesAreBroken() {
        return Stream.of(
                Arguments.of(new byte[] {3}, "is cut off in the frame at byte 0"),
                Arguments.of(new byte[] {3, 0}, "is cut off in the frame at byte 0"),
                Arguments.of(new byte[] {3, 0, 1}, "is cut off in the frame at byte 0"),
                Arguments.of(new byte[] {3, 0, 0, 3, (byte) 0xff, (byte) 0xff, 0}, "is cut off in the frame at byte 3"),
                Arguments.of(new byte[] {0, 0, 0}, "has a frame of another type at byte 0"),
                Arguments.of(new byte[] {4, 0, 0}, "has a frame of another type at byte 0"),
                Arguments.of(new byte[] {3, 0, 0, 2, 0, 0}, "has a frame of another type at byte 3"),
                Arguments.of(new byte[Piece.LONGEST + 1], "is longer than 262144 bytes"),
                Arguments.of(frames(3, 1_001), "has too many frames of the type 3"),
                Arguments.of(frames(1, 1_001), "has too many frames of the type 1"));
    }

    private static byte[] frames(int type, int count) {
        byte[] bytes = new byte[3 * count];
        for (int i = 0; i < count; i++) {
            bytes[3 * i] = (byte) type;
        }
        return bytes;
    }

    @Test
    void readsAPieceUpToItsLimits() {
        assertThat(Piece.read(frames(3, 1_000)).vouchers()).hasSize(1_000);
        assertThat(Piece.read(new byte[0]).vouchers()).isEmpty();
    }

    @Test
    void passesOverACertificateThatCannotBeRead() {
        byte[] der = taps.purse.certificate().der().bytes();
        byte[] spoiled = der.clone();
        spoiled[0] ^= 1;
        var piece = new Piece(
                List.of(Octets.random(2_000, new Random(1))),
                List.of(Octets.of(spoiled), Octets.of(der)),
                List.of(Octets.of(new byte[0])));

        assertThat(Piece.read(piece.encoded()).certificates()).containsExactly(taps.purse.certificate());
        assertThat(Piece.read(piece.encoded())).isEqualTo(piece);
    }

    @Test
    void readsAHeaderWithinItsLimits() {
        var header = taps.batch(1).header().content();
        assertThat(read(header, 100_000, 512)).isEqualTo(with(header, 100_000, 512));
        assertThatThrownBy(() -> read(header, 0, 1)).hasMessage("Tag 04 is not from 1 to 100000");
        assertThatThrownBy(() -> read(header, 100_001, 1)).hasMessage("Tag 04 is not from 1 to 100000");
        assertThatThrownBy(() -> read(header, 1, 0)).hasMessage("Tag 07 is not from 1 to 512");
        assertThatThrownBy(() -> read(header, 1, 513)).hasMessage("Tag 07 is not from 1 to 512");
    }

    private static BatchHeader read(BatchHeader header, int count, int pieces) {
        return BatchHeader.read(with(header, count, pieces).encoded());
    }

    private static BatchHeader with(BatchHeader header, int count, int pieces) {
        return new BatchHeader(
                header.uploader(), header.certificate(), count, header.sumFen(), header.at(), pieces, header.content());
    }
}
