package cn.jiaozi.payment.report;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.payment.Offline;
import cn.jiaozi.payment.Offline.Chip;
import cn.jiaozi.payment.Offline.Till;
import cn.jiaozi.payment.OfflineServiceTest;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import cn.jiaozi.testkit.TestTokens;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// A day's report beside what the ledger has moved.
class ReportServiceIT extends OfflineServiceTest {
    private static final LocalDate DAY = LocalDate.of(2001, 5, 5);

    private final Offline offline;
    private final DatabaseClient database;

    ReportServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient database) {
        this.offline = new Offline(http);
        this.database = database;
    }

    @Test
    void addsUpToWhatTheLedgerHasMoved() {
        var till = offline.aTill();
        var other = offline.aTill();
        var honest = offline.aChip();
        var cloned = offline.aChip();
        var clone = cloned.cloned();
        var drained = offline.aChip();
        var drainedInBadFaith = offline.aChip();
        var broken = offline.aChip();
        offline.spend(drained, 99_000);
        offline.spend(drainedInBadFaith, 99_000);
        drainedInBadFaith.list = 0;

        var first = honest.pay(till.holder(), 1_000);
        upload(till, first, honest.pay(till.holder(), 2_000), cloned.pay(till.holder(), 1_000));
        upload(till, first);
        upload(other, clone.cloned().pay(other.holder(), 2_000));
        clone.list = 0;
        upload(other, clone.pay(other.holder(), 3_000));
        upload(till, drained.pay(till.holder(), 600), drained.pay(till.holder(), 700));
        upload(till, drainedInBadFaith.pay(till.holder(), 600), drainedInBadFaith.pay(till.holder(), 700));
        upload(other, broken.pay(other.holder(), 50_001));
        var forged = new Signed<>(honest.cloned().debit(till.holder(), 5), Octets.of(new byte[64]));
        var torn = honest.pay(till.holder(), 7).debit();
        upload(till, Voucher.acknowledgedBy(till.holder().key(), forged), new Voucher(torn, Optional.empty()));
        offline.judged(till.token(), Offline.batch(till.holder(), List.of(), List.of(Octets.of(new byte[] {1}))));
        moveToDay(List.of(till, other), List.of(honest, cloned, drained, drainedInBadFaith, broken));

        var day = offline.get(TestTokens.of("auditor", "AUDITOR"), "/v1/voucher-days/" + DAY);

        assertThat(received(day.at("received")))
                .containsExactly(
                        "ACCEPTED NONE 5 5200 5200 0",
                        "ACK_INVALID PAYEE 1 7 0 0",
                        "DOUBLE_SPEND ACQUIRER 1 3000 0 0",
                        "DOUBLE_SPEND ISSUER 1 2000 2000 2000",
                        "DUPLICATE NONE 1 1000 0 0",
                        "FORGED ACQUIRER 1 5 0 0",
                        "MALFORMED PAYEE 1 0 0 0",
                        "OVER_LIMIT ISSUER 1 50001 50001 0",
                        "RESERVE_EXHAUSTED ACQUIRER 1 700 0 0",
                        "RESERVE_EXHAUSTED ISSUER 1 700 700 300");
        long movedFen = offline.paidTo(till.wallet()) + offline.paidTo(other.wallet());
        long owedFen = Stream.of(honest, cloned, drained, drainedInBadFaith, broken)
                .mapToLong(offline::owedFen)
                .sum();
        assertThat(sum(day.at("received"), "paidFen")).isEqualTo(movedFen).isEqualTo(57_901);
        assertThat(sum(day.at("received"), "receivableFen")).isEqualTo(owedFen).isEqualTo(2_300);
        assertThat(number(day.at("settled"), "amountFen")).isEqualTo(movedFen);
        assertThat(number(day.at("settled"), "receivableFen")).isEqualTo(owedFen);
        assertThat(number(day.at("settled"), "vouchers")).isEqualTo(8);
        assertThat(day.at("waiting")).isEqualTo(0);
    }

    private void upload(Till till, Voucher... vouchers) {
        offline.judged(till.token(), Offline.batch(till, vouchers));
    }

    /// What others have left behind belongs to other days.
    private void moveToDay(List<Till> tills, List<Chip> chips) {
        database.sql("update voucher_batch set received_at = :at where uploader = any(:tills)")
                .bind("at", DAY.atTime(12, 0).atZone(BusinessTime.ZONE).toInstant())
                .bind("tills", tills.stream().map(till -> till.holder().party()).toArray(String[]::new))
                .then()
                .then(database.sql("""
                                update voucher_settlement set accounting_date = :day
                                where purse_id = any(:purses) and state = 'POSTED'
                                """)
                        .bind("day", DAY)
                        .bind("purses", chips.stream().map(Chip::purse).toArray(String[]::new))
                        .then())
                .block();
    }

    private static List<String> received(Object rows) {
        return rows(rows).stream()
                .map(row -> Stream.of("verdict", "bearer", "count", "amountFen", "paidFen", "receivableFen")
                        .map(field -> String.valueOf(row.get(field)))
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow())
                .toList();
    }

    private static long sum(Object rows, String field) {
        return rows(rows).stream().mapToLong(row -> number(row, field)).sum();
    }

    private static long number(Object row, String field) {
        return Long.parseLong(String.valueOf(((Map<?, ?>) row).get(field)));
    }

    private static List<Map<?, ?>> rows(Object rows) {
        return ((List<?>) rows).stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
    }
}
