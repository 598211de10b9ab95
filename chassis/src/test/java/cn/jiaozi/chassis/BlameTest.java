package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import reactor.netty.channel.AbortedException;

class BlameTest {
    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(new R2dbcNonTransientResourceException("the server is gone", "57P01"), true),
                Arguments.of(new R2dbcNonTransientResourceException("Connection unexpectedly closed"), true),
                Arguments.of(new CannotCreateTransactionException("no connection"), true),
                Arguments.of(new DataAccessResourceFailureException("no connection"), true),
                Arguments.of(new IllegalStateException("blocked", new TimeoutException()), true),
                Arguments.of(new IllegalStateException("send", new IOException("reset")), true),
                Arguments.of(new AbortedException("Connection has been closed BEFORE send operation"), true),
                Arguments.of(new R2dbcDataIntegrityViolationException("check", "23514"), false),
                Arguments.of(new R2dbcNonTransientResourceException("bad value", "22001"), false),
                Arguments.of(new IllegalStateException("nobody here asked"), false));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void tellsTheWorldFromARecord(Throwable error, boolean world) {
        assertThat(Blame.isOfTheWorld(error)).isEqualTo(world);
    }
}
