package cn.jiaozi.e2e.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FiguresTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    @Test
    void areOneLineWithTheMediansOfEveryWorkload() {
        var rows = new EnumMap<Workload, Row>(Workload.class);
        for (var workload : Workload.values()) {
            rows.put(workload, row());
        }

        var line = BenchLedger.line(rows, Map.of("accounts", 100_000));

        assertThat(line).doesNotContain("\n");
        var json = new JsonMapper().readTree(line);
        assertThat(json.propertyNames()).containsExactly("uniform", "zipf", "hot", "holds", "settings");
        for (var workload : List.of("uniform", "zipf", "hot", "holds")) {
            var figures = json.get(workload);
            assertThat(figures.get("enginePerSecond").asLong()).isEqualTo(40_000);
            assertThat(figures.get("kafkaPerSecond").asLong()).isEqualTo(30_000);
            assertThat(figures.get("baselinePerSecond").asLong()).isEqualTo(5_000);
            assertThat(figures.get("batchedBaselinePerSecond").asLong()).isEqualTo(20_000);
            assertThat(figures.get("ratio").asDouble()).isEqualTo(6.0);
            assertThat(figures.get("cpuMicrosPerTransfer").asDouble()).isEqualTo(50.0);
            assertThat(figures.get("baselineConnections").asInt()).isEqualTo(32);
        }
        assertThat(json.get("settings").get("accounts").asInt()).isEqualTo(100_000);
    }

    @Test
    void callALagGrownWhenItsLastThirdIsWellAboveItsFirst() {
        assertThat(Soak.grew(LongStream.range(0, 90).map(n -> n * 1_000).boxed().toList(), 20_000))
                .isTrue();
        assertThat(Soak.grew(
                        LongStream.range(0, 90)
                                .map(n -> 1_000 + n % 7 * 500)
                                .boxed()
                                .toList(),
                        20_000))
                .isFalse();
        assertThat(Soak.grew(LongStream.range(0, 90).map(n -> n * 10).boxed().toList(), 20_000))
                .as("less than comes in a tenth of a second")
                .isFalse();
    }

    private static Row row() {
        var row = new Row();
        for (int perSecond : new int[] {20_000, 30_000, 40_000}) {
            row.engine(perSecond + 10_000);
            row.kafka(new Throughput(10L * perSecond, WINDOW), 15);
            row.baseline(new Throughput(50_000, WINDOW), 32);
            row.batched(new Throughput(200_000, WINDOW), 8);
        }
        return row;
    }
}
