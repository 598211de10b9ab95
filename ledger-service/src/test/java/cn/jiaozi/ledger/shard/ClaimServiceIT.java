package cn.jiaozi.ledger.shard;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.journal.JournalService;
import cn.jiaozi.testkit.ServiceTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// What a database remembers of its shard. Every claim is given up again: other tests have the database, too.
@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class ClaimServiceIT {
    private static final Claim ALL = new Claim(Optional.of(0), Optional.of("0-1023"));

    private final ClaimStore store;
    private final JournalService journal;
    private final DatabaseClient client;
    private final TransactionalOperator transaction;

    ClaimServiceIT(ClaimStore store, JournalService journal, DatabaseClient client, TransactionalOperator transaction) {
        this.store = store;
        this.journal = journal;
        this.client = client;
        this.transaction = transaction;
    }

    /// Slots 511 and 512.
    @BeforeEach
    void openAccounts() {
        journal.decide(List.of(open(StepId.first("test:claim", "open"), core("claim"), wallet("146"), wallet("1762"))))
                .block();
    }

    @Test
    void remembersTheShardFromTheFirstStart() {
        assertThat(store.find().block()).isEqualTo(ALL);
    }

    @Test
    void takesAnyShardWhereNothingIsRememberedAndNoAccountLiesElsewhere() {
        assertThat(claim("0-1023=0", 0, "update shard set number = null, slots = null"))
                .isEqualTo(ALL);
        assertThat(claim(
                        "0-511=0,512-1023=1",
                        1,
                        "update shard set number = null, slots = null",
                        "delete from account where address <> 'wallet:1762:available' and address not like 'core:%'"))
                .isEqualTo(new Claim(Optional.of(1), Optional.of("512-1023")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0-511=0,512-1023=1 | 1 | JIAOZI_LEDGER_SHARD is 1, and this database is that of shard 0",
                "0-511=0,512-1023=1 | 0 | JIAOZI_LEDGER_SHARDS gives slot 512 to shard 1, and this database, "
                        + "shard 0's, has accounts in it",
                "0-510=0,511-1023=1 | 0 | JIAOZI_LEDGER_SHARDS gives slot",
            })
    void refusesWhatDoesNotFit(String map, int number, String why) {
        assertThatThrownBy(() -> claim(
                        map,
                        number,
                        "delete from account where address not in ('wallet:146:available', 'wallet:1762:available')"))
                .hasMessageStartingWith(why);
        assertThat(store.find().block()).isEqualTo(ALL);
    }

    @Test
    void letsGoOfSlotsWithoutAccounts() {
        assertThat(claim("0-512=0,513-1023=1", 0, "delete from account where address not like 'wallet:146:%'"))
                .isEqualTo(new Claim(Optional.of(0), Optional.of("0-512")));
    }

    /// @return what the database would remember
    private Claim claim(String map, int number, String... before) {
        var claims = new ClaimService(store, new OwnSlots(ShardMap.of(map), number));
        return requireNonNull(transaction
                .execute(status -> {
                    status.setRollbackOnly();
                    return Flux.fromArray(before)
                            .concatMap(sql -> client.sql(sql).then())
                            .then(claims.run())
                            .then(Mono.defer(store::find));
                })
                .blockLast());
    }
}
