package cn.jiaozi.wallet;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.testkit.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// What docs/operations.md tells to watch of payments without a network.
@ServiceTest
class WatchIT {
    private final DatabaseClient sql;
    private final MeterRegistry metrics;
    private final WalletFixture http;

    WatchIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql, @Autowired MeterRegistry metrics) {
        this.http = new WalletFixture(http);
        this.sql = sql;
        this.metrics = metrics;
    }

    @Test
    void measuresHowOldTheListIs() {
        await().untilAsserted(() ->
                assertThat(gauge("jiaozi.revocation.list.age.seconds")).isBetween(0.0, 43_260.0));
    }

    @Test
    void measuresPursesThatWaitForADecision() {
        var chip = Chip.issued(http, operator(), http.aClassIiWallet(unique("alice"), anAccountNo()));
        http.put(operator(), chip.path() + "/block", Map.of("reason", "looked at"))
                .expectStatus()
                .isCreated();

        await().untilAsserted(() -> assertThat(gauge("jiaozi.purse.blocked")).isPositive());
    }

    @Test
    void measuresLoadsThatStayOpenAndThoseWhoseRestDoesNotReturn() {
        var chip = Chip.issued(http, operator(), http.aClassIiWallet(unique("alice"), anAccountNo()));
        var load = chip.path() + "/loads/" + unique("load");
        http.put(operator(), load, Map.of("amountFen", 100)).expectStatus().isAccepted();
        past("update load_act set requested_at = now() - interval '2 hours' where purse_id = :id", chip.purseId());
        await().untilAsserted(
                        () -> assertThat(gauge("jiaozi.load.oldest.seconds")).isGreaterThanOrEqualTo(7_200));

        WalletFixture.post(asked(PostEntry.class, "load:" + chip.purseId() + "/1"));
        http.ended(operator(), load, "LOADED");
        http.put(operator(), chip.path() + "/unloads/" + unique("unload"), Map.of("closing", chip.closing(1, 0, 100)))
                .expectStatus()
                .isAccepted();
        past("update load set closed_at = now() - interval '2 days' where purse_id = :id", chip.purseId());
        await().untilAsserted(() ->
                assertThat(gauge("jiaozi.load.unsettled.oldest.seconds")).isGreaterThanOrEqualTo(172_800));
    }

    @Test
    void measuresWhatHoldersOwe() {
        var walletId = http.aClassIiWallet(unique("alice"), anAccountNo());
        WalletFixture.events()
                .send(
                        Topics.PAYMENT,
                        walletId,
                        new VouchersSettled(
                                "vouchers:" + UUID.randomUUID(),
                                "P7Q2M4X9K1B6T3D8",
                                1,
                                new WalletParty(walletId, "002"),
                                new WalletParty("0023000000000025", "002"),
                                Optional.empty(),
                                1,
                                7_000_000,
                                7_000_000,
                                LocalDate.of(2026, 11, 24),
                                Instant.now()));

        await().untilAsserted(() -> {
            assertThat(gauge("jiaozi.recovery.open")).isPositive();
            assertThat(gauge("jiaozi.recovery.open.fen")).isGreaterThanOrEqualTo(7_000_000);
        });
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    private void past(String update, String purseId) {
        sql.sql(update).bind("id", purseId).then().block();
    }
}
