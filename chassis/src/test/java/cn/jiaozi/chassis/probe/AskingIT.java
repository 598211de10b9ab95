package cn.jiaozi.chassis.probe;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.contracts.LedgerRequest.CloseAccount;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.Reannounce;
import cn.jiaozi.testkit.ServiceTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class AskingIT {
    private static final String WALLET = "0020000000000014";
    private static final EventsAwaited EVENTS = new EventsAwaited();

    private final Asking asking;
    private final DatabaseClient sql;
    private final WebTestClient http;
    private final CloseAccount request =
            new CloseAccount(StepId.first("probe:" + UUID.randomUUID(), "close"), "wallet:" + WALLET + ":available");

    @Autowired
    AskingIT(Asking asking, DatabaseClient sql, WebTestClient http) {
        this.asking = asking;
        this.sql = sql;
        this.http = http;
    }

    @AfterAll
    static void close() {
        EVENTS.close();
    }

    @Test
    void asksAgainWordForWordWhenItsTimeHasCome() {
        ask();
        assertThat(heard(1)).containsExactly(request);

        sql.sql("update asked set again_at = now() where business_id = :id")
                .bind("id", request.id().businessId())
                .then()
                .block();

        assertThat(heard(2)).containsExactly(request, request);
        assertThat(asks()).containsExactly(2);
    }

    @Test
    void asksAgainAtOnceWhenKafkaHasLostItsRecords() {
        ask();

        Reannounce.everything(http);

        assertThat(heard(2)).containsOnly(request);
    }

    @Test
    void keepsTheQuestionOnceHoweverOftenItIsAskedAndNoLongerThanUntilItIsAnswered() {
        ask();
        ask();
        assertThat(asks()).hasSize(1);

        asking.answered(List.of(request.id())).block();
        asking.answered(List.of()).block();

        assertThat(asks()).isEmpty();
    }

    private void ask() {
        asking.ask(List.of(new Ask(WALLET, request))).block();
    }

    private List<CloseAccount> heard(int count) {
        return EVENTS.await(Topics.LEDGER_REQUEST, CloseAccount.class, request::equals, count);
    }

    private List<Integer> asks() {
        return sql.sql("select asks from asked where business_id = :id")
                .bind("id", request.id().businessId())
                .mapValue(Integer.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }
}
