package cn.jiaozi.wallet.recovery;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class RecoveryServiceIT {
    private final DatabaseClient sql;
    private final WalletFixture http;

    RecoveryServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = new WalletFixture(http);
        this.sql = sql;
    }

    @Test
    void takesFromTheWalletWhatNoReserveCovered() {
        var walletId = http.aClassIiWallet(unique("alice"), anAccountNo());
        var event = RecoveryFixture.settled(walletId, 200);
        var recovery = event.businessId().replace("vouchers:", "recovery:");

        events().sendAll(Topics.PAYMENT, walletId, List.of(event, event));
        var entry = asked(PostEntry.class, recovery);
        WalletFixture.post(entry);

        assertThat(entry.entry().txType()).isEqualTo(TxType.OFFLINE_RECOVERY);
        assertThat(entry.entry().legs()).containsExactly(leg(walletId, 200));
        await().untilAsserted(() -> assertThat(taken(recovery)).isEqualTo("200 of 200, 1 tries, ended"));
        await().untilAsserted(
                        () -> assertThat(number("select count(*) as n from asked where business_id = :id", recovery))
                                .isZero());
    }

    @Test
    void asksAgainUntilNothingIsOwedAndNeverForMoreThanThat() {
        var walletId = http.aClassIiWallet(unique("alice"), anAccountNo());
        var event = RecoveryFixture.settled(walletId, 200);
        var recovery = event.businessId().replace("vouchers:", "recovery:");
        events().send(Topics.PAYMENT, walletId, event);

        var first = posted(asked(PostEntry.class, recovery), 80);
        WalletFixture.answer(first);
        await().untilAsserted(() -> assertThat(taken(recovery)).isEqualTo("80 of 200, 1 tries, waits"));
        timePasses(recovery);
        var second = step(recovery, "post-2");
        WalletFixture.answer(first);
        WalletFixture.reject(second.id(), Reason.INSUFFICIENT_FUNDS);
        await().untilAsserted(() -> assertThat(taken(recovery)).isEqualTo("80 of 200, 2 tries, waits"));
        timePasses(recovery);
        var third = step(recovery, "post-3");
        WalletFixture.post(third);
        await().untilAsserted(() -> assertThat(taken(recovery)).isEqualTo("200 of 200, 3 tries, ended"));

        assertThat(second.entry().legs()).containsExactly(leg(walletId, 120));
        assertThat(third.entry().legs()).containsExactly(leg(walletId, 120));
    }

    private static PostEntry step(String recovery, String step) {
        return asked(PostEntry.class, request -> request.id().equals(StepId.first(recovery, step)));
    }

    private static LedgerEvent posted(PostEntry request, long amountFen) {
        var leg = request.entry().legs().getFirst();
        return new LedgerEvent.Posted(
                request.id(),
                new LedgerEvent.Entry(
                        1,
                        TxType.OFFLINE_RECOVERY,
                        LocalDate.of(2026, 11, 24),
                        List.of(new LedgerEvent.Leg(leg.debit(), leg.credit(), amountFen)),
                        request.entry().requestedAt(),
                        request.entry().authorizedAt(),
                        Instant.now()));
    }

    private static LegSpec leg(String walletId, long amountFen) {
        return new LegSpec(
                Addresses.wallet(walletId),
                Addresses.receivable(walletId, RecoveryFixture.PURSE),
                amountFen,
                Optional.of(new UpTo(0, 0)),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private void timePasses(String recovery) {
        sql.sql("update recovery set next_try_at = now() where business_id = :id")
                .bind("id", recovery)
                .then()
                .block();
    }

    private String taken(String recovery) {
        return sql.sql("""
                select taken_fen || ' of ' || owed_fen || ', ' || tries || ' tries, '
                    || case when next_try_at is not null then 'waits'
                        when taken_fen = owed_fen then 'ended' else 'asks' end as taken
                from recovery where business_id = :id
                """)
                .bind("id", recovery)
                .map(row -> Objects.requireNonNull(row.get("taken", String.class)))
                .one()
                .blockOptional()
                .orElse("");
    }

    private long number(String query, String id) {
        return Objects.requireNonNull(sql.sql(query)
                .bind("id", id)
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one()
                .block());
    }
}
