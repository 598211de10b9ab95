package cn.jiaozi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=0 | 0",
                "wait=1 | 1",
                "wait=30 | 30",
                "Wait = 5 | 5",
                "wait=\"5\" | 5",
                "respond-async, wait=5 | 5",
                "wait=5; foo=bar | 5",
                "wait=5, wait=99 | 5",
                "return=minimal | 0",
                "waiting=99 | 0",
            })
    void reads(String preference, int seconds) {
        assertThat(Wait.of(List.of(preference)).seconds()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wait=31", "wait=-1", "wait=", "wait", "wait=1.5", "wait=abc", "wait=99999999999", "wait=٣"})
    void refuses(String preference) {
        assertThatThrownBy(() -> Wait.of(List.of(preference))).isInstanceOf(Problem.class);
    }

    @Test
    void waitsNotAtAllWithoutThePreference() {
        assertThat(Wait.of(List.of()).seconds()).isZero();
    }
}
