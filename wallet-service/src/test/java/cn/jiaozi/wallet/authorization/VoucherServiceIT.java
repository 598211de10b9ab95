package cn.jiaozi.wallet.authorization;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class VoucherServiceIT {
    private static final String PURSE = "P7Q2M4X9K1B6T3D8";

    private final DatabaseClient sql;
    private final WalletFixture http;

    VoucherServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = new WalletFixture(http);
        this.sql = sql;
    }

    @Test
    void countsWhatIsSettledOnceAndAboveEveryLimit() {
        var walletId = http.aClassIiWallet(unique("alice"), anAccountNo());
        var much = settled(walletId, 60_000_000, 0);
        var little = settled(walletId, 700, 0);

        events().sendAll(Topics.PAYMENT, walletId, List.of(much, little, much));
        events().send(Topics.PAYMENT, walletId, little);
        events().send(Topics.PAYMENT, walletId, settled(walletId, 1, 0));

        await().untilAsserted(() -> assertThat(usedToday(walletId)).isEqualTo(60_000_701));
        assertThat(number("""
                select sum(amount_fen)::bigint as n from payment_authorization
                where payer_wallet_id = :id and counted and state = 'SETTLED'
                """, walletId)).isEqualTo(60_000_701);
        assertThat(number("select spent_fen as n from spending_year where wallet_id = :id", walletId))
                .isEqualTo(60_000_701);
    }

    private long usedToday(String walletId) {
        var day =
                body(http.get(operator(), "/v1/wallets/" + walletId + "/usage")).get("day");
        return ((Number) Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(day)).get("usedFen"))).longValue();
    }

    private long number(String query, String id) {
        return Objects.requireNonNull(sql.sql(query)
                .bind("id", id)
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one()
                .block());
    }

    private static VouchersSettled settled(String walletId, long amountFen, long receivableFen) {
        return new VouchersSettled(
                "vouchers:" + UUID.randomUUID(),
                PURSE,
                1,
                new WalletParty(walletId, "002"),
                new WalletParty("0023000000000025", "002"),
                Optional.empty(),
                1,
                amountFen,
                receivableFen,
                LocalDate.of(2026, 11, 24),
                Instant.now());
    }
}
