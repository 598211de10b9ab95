package cn.jiaozi.sdk.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class ClearBlockTest {
    private static final SigningKey OPERATOR = SigningKey.generate(Curve.SM2);
    private static final SigningKey OTHER = SigningKey.generate(Curve.SM2);
    private static final Hash SECRET = Hash.of(new byte[Hash.LENGTH]);
    private static final Hash OTHER_SECRET = Merkle.leaf(new byte[1]);
    private static final ClearEntry FIRST = entry(1, "POST", "付款人", 5);
    private static final ClearEntry SECOND = entry(2, "CAPTURE", "b", 7);
    private static final ClearBlock BLOCK = closed(OPERATOR, List.of(FIRST, SECOND));

    private static ClearEntry entry(long height, String kind, String debit, long amountFen) {
        return new ClearEntry(
                height,
                kind,
                "P2P",
                LocalDate.of(2026, 11, 28),
                Instant.parse("2026-11-28T12:00:00.123456Z"),
                "payment:" + height + " post 1",
                kind.equals("CAPTURE") ? OptionalLong.of(height - 1) : OptionalLong.empty(),
                List.of(new ClearEntry.Leg(debit, "wallet:1", amountFen), new ClearEntry.Leg("x", "y", 1)));
    }

    private static ClearBlock closed(SigningKey key, List<ClearEntry> entries) {
        var opened = new Commitments.Secret(SECRET.bytes());
        var root = Merkle.root(
                entries.stream().map(entry -> entry.hide(opened).leafHash()).toList());
        var header = new BlockText(
                "jiaozi-1", 1, 1, 2, root, Hash.ZERO, Merkle.EMPTY, Instant.parse("2026-11-28T12:00:01Z"), key.id());
        return new ClearBlock(SignedBlock.of(header, key), SECRET, entries);
    }

    @Test
    void isFlawlessAsTheLedgerClosedIt() {
        assertThat(BLOCK.flaw(OPERATOR.verifying())).isEmpty();
    }

    @Test
    void isReadAsItIsWritten() {
        var json = new JsonMapper().writeValueAsString(BLOCK);

        assertThat(ClearBlock.parse(json)).isEqualTo(BLOCK);
        assertThatThrownBy(() -> ClearBlock.parse(json.replace("2026-11-28\"", "2026-11-31\"")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClearBlock.parse(json.replace("\"secret\"", "\"sacred\"")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                flaw(_ -> closed(OTHER, List.of(FIRST, SECOND)), Flaw.Kind.KEY),
                flaw(
                        block -> new ClearBlock(
                                new SignedBlock(
                                        block.block().header(),
                                        closed(OPERATOR, List.of(SECOND, FIRST))
                                                .block()
                                                .signature()),
                                SECRET,
                                block.entries()),
                        Flaw.Kind.BLOCK_SIGNATURE),
                flaw(block -> new ClearBlock(block.block(), SECRET, List.of(FIRST)), Flaw.Kind.NUMBERS),
                flaw(block -> new ClearBlock(block.block(), SECRET, List.of(FIRST, SECOND, SECOND)), Flaw.Kind.NUMBERS),
                flaw(block -> new ClearBlock(block.block(), SECRET, List.of(SECOND, FIRST)), Flaw.Kind.NUMBERS),
                flaw(
                        block -> new ClearBlock(block.block(), SECRET, List.of(entry(1, "POST", "付款人", 6), SECOND)),
                        Flaw.Kind.INCLUSION),
                flaw(
                        block -> new ClearBlock(block.block(), SECRET, List.of(entry(1, "POST", "他人", 5), SECOND)),
                        Flaw.Kind.INCLUSION),
                flaw(block -> new ClearBlock(block.block(), OTHER_SECRET, block.entries()), Flaw.Kind.INCLUSION),
                flaw(
                        block -> new ClearBlock(block.block(), SECRET, List.of(entry(1, "post", "付款人", 5), SECOND)),
                        Flaw.Kind.MALFORMED));
    }

    private static Arguments flaw(UnaryOperator<ClearBlock> forge, Flaw.Kind kind) {
        return Arguments.of(forge.apply(BLOCK), kind);
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void showsWhatWasForged(ClearBlock forged, Flaw.Kind kind) {
        assertThat(forged.flaw(OPERATOR.verifying()).map(Flaw::kind)).isEqualTo(Optional.of(kind));
    }

    @Test
    void hasPostedOnlyWhatMovedMoney() {
        assertThat(Stream.of("POST", "CAPTURE", "REVERSE"))
                .allMatch(kind -> entry(2, kind, "a", 1).hasPosted());
        assertThat(Stream.of("HOLD", "VOID", "EXPIRE"))
                .noneMatch(kind -> entry(2, kind, "a", 1).hasPosted());
    }
}
