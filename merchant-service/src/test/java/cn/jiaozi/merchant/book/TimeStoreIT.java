package cn.jiaozi.merchant.book;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.testkit.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

@ServiceTest
class TimeStoreIT {
    private final TimeStore time;
    private final DatabaseClient sql;
    private final TransactionalOperator transaction;

    TimeStoreIT(
            @Autowired TimeStore time, @Autowired DatabaseClient sql, @Autowired ReactiveTransactionManager manager) {
        this.time = time;
        this.sql = sql;
        this.transaction = TransactionalOperator.create(manager);
    }

    @Test
    void isTakenForTheTransactionAlone() {
        assertThat(transaction.transactional(time.take().then(limit())).block()).isEqualTo("4min");
        assertThat(limit().block()).isEqualTo("30s");
    }

    private Mono<String> limit() {
        return sql.sql("select current_setting('statement_timeout')")
                .mapValue(String.class)
                .one();
    }
}
