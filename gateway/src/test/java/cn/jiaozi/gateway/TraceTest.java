package cn.jiaozi.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    @Test
    void continuesAWellFormedTrace() {
        Trace trace = Trace.continued("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        assertThat(trace.id()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(trace.parent()).matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736\n-00f067aa0ba902b7-01"
            })
    void beginsANewTraceOtherwise(@Nullable String parent) {
        assertThat(Trace.continued(parent).id()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    }
}
