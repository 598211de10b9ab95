package cn.jiaozi.e2e.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.CaptureHold;
import cn.jiaozi.contracts.LedgerRequest.HoldEntry;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.StepId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptTest {
    @Test
    void postsUnderEverNewIds() {
        var requests = play(Workload.UNIFORM, 1_000);

        assertThat(requests).hasOnlyElementsOfType(PostEntry.class);
        assertThat(requests).extracting(LedgerRequest::id).doesNotHaveDuplicates();
    }

    @Test
    void capturesEveryHoldOnceAndSomeWayBehind() {
        var requests = play(Workload.HOLDS, 6 * Script.BEHIND);

        var pending = new HashSet<StepId>();
        for (var request : requests) {
            switch (request) {
                case HoldEntry hold -> assertThat(pending.add(hold.id())).isTrue();
                case CaptureHold capture -> {
                    assertThat(pending.size()).isGreaterThan(Script.BEHIND);
                    assertThat(pending.remove(capture.hold())).isTrue();
                }
                default -> throw new AssertionError(request);
            }
        }
        assertThat(pending).hasSizeBetween(Script.BEHIND, Script.BEHIND + 2);
        assertThat(requests).filteredOn(CaptureHold.class::isInstance).hasSizeGreaterThan(2 * Script.BEHIND);
    }

    private static List<LedgerRequest> play(Workload workload, int steps) {
        var requests = new LedgerRequests("bench:k123456u", Instant.EPOCH);
        var script = new Script<>(workload, new Numbers(100, 0, 1), requests);
        return Stream.generate(script::next).limit(steps).toList();
    }
}
