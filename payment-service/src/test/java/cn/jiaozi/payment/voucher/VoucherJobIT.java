package cn.jiaozi.payment.voucher;

import cn.jiaozi.payment.Offline;
import cn.jiaozi.payment.OfflineServiceTest;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// What is measured of vouchers. Others use the same database, so that it is known from where a number rises.
class VoucherJobIT extends OfflineServiceTest {
    private final Offline offline;
    private final MeterRegistry metrics;
    private final DatabaseClient database;

    VoucherJobIT(@Autowired WebTestClient http, @Autowired MeterRegistry metrics, @Autowired DatabaseClient database) {
        this.offline = new Offline(http);
        this.metrics = metrics;
        this.database = database;
    }

    @Test
    void measuresWhatWaitsAndHowLong() {
        var till = offline.aTill();
        var chip = offline.aSilentChip();
        var path = offline.upload(
                till.token(),
                Offline.batch(
                        till.holder(),
                        List.of(chip.holder.chain()),
                        List.of(Octets.of(chip.pay(till.holder(), 1_000).encoded()))));

        await("jiaozi.voucher.waiting", 1);
        await("jiaozi.voucher.waiting.oldest.seconds", 1);
        offline.introduce(chip);
        offline.awaitJudged(till.token(), path);
    }

    @Test
    void measuresGapsAndThoseThatWereGivenUp() {
        var till = offline.aTill();
        var chip = offline.aChip();
        chip.pay(till.holder(), 1_000);
        offline.judged(till.token(), Offline.batch(till, chip.pay(till.holder(), 2_000)));

        await("jiaozi.voucher.gaps", 1);
        database.sql("update counter_gap set opened_at = opened_at - interval '36 days' where purse_id = :purse")
                .bind("purse", chip.purse())
                .then()
                .block();
        await("jiaozi.voucher.gaps.given.up", 1);
    }

    @Test
    void measuresSuspicions() {
        var till = offline.aTill();
        var chip = offline.aChip();
        double purses = gauge("jiaozi.voucher.suspected", "who", "purse");
        double tills = gauge("jiaozi.voucher.suspected", "who", "terminal");
        var forged = IntStream.range(0, 3)
                .mapToObj(_ -> Voucher.acknowledgedBy(
                        till.holder().key(),
                        new Signed<>(chip.cloned().debit(till.holder(), 1), Octets.of(new byte[64]))))
                .toArray(Voucher[]::new);

        offline.judged(till.token(), Offline.batch(till, forged));
        offline.judged(till.token(), Offline.batch(till, chip.pay(till.holder(), 50_001)));

        await("jiaozi.voucher.suspected", purses + 1, "who", "purse");
        await("jiaozi.voucher.suspected", tills + 1, "who", "terminal");
    }

    private void await(String gauge, double atLeast, String... tags) {
        Awaitility.await(gauge)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> gauge(gauge, tags) >= atLeast);
    }

    private double gauge(String name, String... tags) {
        return metrics.get(name).tags(tags).gauge().value();
    }
}
