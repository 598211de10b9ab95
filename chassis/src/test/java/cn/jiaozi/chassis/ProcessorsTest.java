package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 2_000})
    void keepsTheOrder(int size) {
        var numbers = IntStream.range(0, size).boxed().toList();

        assertThat(Processors.map(numbers, number -> 2 * number))
                .isEqualTo(IntStream.range(0, size)
                        .map(number -> 2 * number)
                        .boxed()
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 2_000})
    void throwsWhatOneOfThemThrows(int size) {
        var numbers = IntStream.range(0, size).boxed().toList();

        assertThatThrownBy(() -> Processors.map(numbers, number -> 1 / (number - 1)))
                .isInstanceOf(ArithmeticException.class);
    }
}
