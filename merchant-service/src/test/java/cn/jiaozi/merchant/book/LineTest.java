package cn.jiaozi.merchant.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineTest {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
    private static final StepId ID = StepId.first("exchange:1", "hold");
    private static final String WALLET = "wallet:0020000000000014:available";
    private static final LedgerEvent.Entry ENTRY =
            entry(new LedgerEvent.Leg("core:1:clearing", WALLET, 5), new LedgerEvent.Leg(WALLET, "wallet:2:a", 6));

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(new LedgerEvent.Posted(ID, ENTRY), Line.Kind.POSTED),
                Arguments.of(new LedgerEvent.Captured(ID, ID, ENTRY), Line.Kind.CAPTURED),
                Arguments.of(new LedgerEvent.Reversed(ID, ID, ENTRY), Line.Kind.REVERSED),
                Arguments.of(new LedgerEvent.Held(ID, ENTRY), Line.Kind.NOTHING),
                Arguments.of(new LedgerEvent.Voided(ID, ID, ENTRY), Line.Kind.NOTHING),
                Arguments.of(new LedgerEvent.Expired(ID, ID, ENTRY), Line.Kind.NOTHING));
    }

    @ParameterizedTest
    @MethodSource("events")
    void hasALineForEachLeg(LedgerEvent event, Line.Kind kind) {
        var lines = Line.of(event, ShardMap.ONE);

        assertThat(lines).extracting(Line::legNo).containsExactly(1, 2);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.kind()).isEqualTo(kind);
            assertThat(line.on()).isEqualTo(ENTRY.accountingDate());
            assertThat(line.shard()).isZero();
        });
    }

    @Test
    void hasNoneForWhatIsNoEntry() {
        assertThat(Line.of(new LedgerEvent.Rejected(ID, Reason.WALLET_FROZEN, Optional.empty(), AT), ShardMap.ONE))
                .isEmpty();
        assertThat(Line.of(new LedgerEvent.Constrained(ID, AT), ShardMap.ONE)).isEmpty();
    }

    @Test
    void liesInTheShardOfTheCustomersAccount() {
        int slot = ShardMap.slot(WALLET);
        var below = ShardMap.of("0-%d=1,%d-1023=0".formatted(slot, slot + 1));
        var above = ShardMap.of("0-%d=1,%d-1023=0".formatted(slot - 1, slot));

        assertThat(Line.of(new LedgerEvent.Posted(ID, ENTRY), below).getFirst().shard())
                .isEqualTo(1);
        assertThat(Line.of(new LedgerEvent.Posted(ID, ENTRY), above).getFirst().shard())
                .isZero();
    }

    @Test
    void knowsNoShardWithoutACustomer() {
        var bank = new LedgerEvent.Posted(ID, entry(new LedgerEvent.Leg("core:1:clearing", "core:1:fee-income", 5)));

        assertThatThrownBy(() -> Line.of(bank, ShardMap.ONE)).hasMessageContaining("no customer's account");
    }

    private static LedgerEvent.Entry entry(LedgerEvent.Leg... legs) {
        return new LedgerEvent.Entry(7, TxType.EXCHANGE_IN, LocalDate.of(2026, 11, 23), List.of(legs), AT, AT, AT);
    }
}
