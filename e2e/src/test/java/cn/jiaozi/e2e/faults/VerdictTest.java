package cn.jiaozi.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED,                 SUCCEEDED,                 1, 0, 0",
        "SUCCEEDED,                 SUCCEEDED,                 0, 1, 0",
        "SUCCEEDED,                 SUCCEEDED,                 2, 0, 1",
        "SUCCEEDED,                 FAILED REQUEST_EXPIRED,    0, 1, 0",
        "SUCCEEDED,                 REQUESTED,                 1, 1, 0",
        "FAILED INSUFFICIENT_FUNDS, FAILED INSUFFICIENT_FUNDS, 0, 0, 0",
        "FAILED INSUFFICIENT_FUNDS, FAILED INSUFFICIENT_FUNDS, 1, 1, 0",
        "FAILED INSUFFICIENT_FUNDS, FAILED REQUEST_EXPIRED,    0, 1, 0"
    })
    void findsWhatWasToldAndIsNotSo(String told, String stored, String entries, int lost, int doubled) {
        var verdict = Verdict.of(
                Map.of("alice/tea", told),
                Set.of("alice/tea"),
                Map.of("alice/tea", stored),
                Map.of("alice/tea", "payment:1"),
                entries.equals("0") ? Map.of() : Map.of("payment:1", entries));

        assertThat(verdict.lost()).hasSize(lost);
        assertThat(verdict.doubled()).hasSize(doubled);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void missesWhatWasAcceptedAndIsUnknown(boolean accepted, int lost) {
        var verdict = Verdict.of(Map.of(), accepted ? Set.of("alice/tea") : Set.of(), Map.of(), Map.of(), Map.of());

        assertThat(verdict.lost()).hasSize(lost);
    }
}
