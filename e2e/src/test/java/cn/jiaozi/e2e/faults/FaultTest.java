package cn.jiaozi.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.faults.Fault.Kind;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void areTheSameForTheSameSeedAndOthersForAnother() {
        var some = Fault.of(7).limit(40).toList();

        assertThat(Fault.of(7).limit(40)).isEqualTo(some);
        assertThat(Fault.of(8).limit(40)).isNotEqualTo(some);
    }

    @Test
    void playEveryKindBeforeOneComesAgain() {
        int kinds = Kind.values().length;

        assertThat(Fault.of(3).limit(kinds)).extracting(Fault::kind).containsExactlyInAnyOrder(Kind.values());
        assertThat(Fault.of(3).skip(kinds).limit(kinds))
                .extracting(Fault::kind)
                .containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void meetTwoDifferentProcessesInPairsAndStandStillOnlyInPauses() {
        assertThat(Fault.of(5).limit(200)).allSatisfy(fault -> {
            assertThat(fault.processes()).doesNotHaveDuplicates().hasSize(fault.kind() == Kind.KILL_PAIR ? 2 : 1);
            assertThat(fault.pause().isZero()).isEqualTo(fault.kind() != Kind.PAUSE);
            assertThat(fault.pause()).isLessThan(Duration.ofSeconds(20));
        });
    }

    @Test
    void killTheLedgerAndWhatItStandsOnAloneAndTogether() {
        var some = Fault.ofLedger(7).limit(6).toList();

        assertThat(some)
                .extracting(fault -> Set.copyOf(fault.processes()))
                .containsExactlyInAnyOrder(
                        Set.of("ledger-service"),
                        Set.of("postgres"),
                        Set.of("kafka"),
                        Set.of("ledger-service", "postgres"),
                        Set.of("ledger-service", "kafka"),
                        Set.of("ledger-service", "postgres", "kafka"));
        assertThat(Fault.ofLedger(7).limit(6)).isEqualTo(some);
    }
}
