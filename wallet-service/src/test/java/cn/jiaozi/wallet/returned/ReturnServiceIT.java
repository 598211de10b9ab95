package cn.jiaozi.wallet.returned;

import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.CoreStub;
import cn.jiaozi.wallet.WalletFixture;
import cn.jiaozi.wallet.exchange.PayoutFixture;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class ReturnServiceIT {
    private final WalletFixture wallets;
    private final DatabaseClient sql;

    ReturnServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.wallets = new WalletFixture(http);
        this.sql = sql;
    }

    @Test
    void bringsTheMoneyBackIntoTheWalletOnce() {
        var shop = PayoutFixture.aShop(wallets);
        var payout = PayoutFixture.paid(shop, 700);

        CoreStub.SHARED.sendBack(id(payout), 700);
        CoreStub.SHARED.sendBack(id(payout), 700);

        var back = asked(PostEntry.class, payout);
        assertThat(back.id()).isEqualTo(StepId.first(payout, "return"));
        assertThat(back.entry().txType()).isEqualTo(TxType.PAYOUT_RETURN);
        var leg = back.entry().legs().getFirst();
        assertThat(leg.debit()).isEqualTo(Addresses.coreClearing("0001"));
        assertThat(leg.credit()).isEqualTo(Addresses.wallet(shop.walletId()));
        assertThat(leg.amountFen()).isEqualTo(700);
        assertThat(leg.mayExceedCap()).isTrue();
        WalletFixture.post(back);
        WalletFixture.post(back);
        await().untilAsserted(() -> assertThat(states(payout)).containsExactly("POSTED", "LEFT RETURNED_BEFORE"));
        assertThat(events().seen(
                                Topics.LEDGER_REQUEST,
                                PostEntry.class,
                                asked -> asked.id().businessId().equals(payout)))
                .containsExactly(back);
    }

    @Test
    void asksAgainWhereTheWalletTakesNothingForNow() {
        var payout = PayoutFixture.paid(PayoutFixture.aShop(wallets), 700);
        CoreStub.SHARED.sendBack(id(payout), 700);
        WalletFixture.reject(asked(PostEntry.class, payout).id(), Reason.CREDIT_FROZEN);

        var second = asked(PostEntry.class, asked -> asked.id().equals(new StepId(payout, "return", 2)));
        WalletFixture.post(second);

        await().untilAsserted(() -> assertThat(states(payout)).containsExactly("POSTED"));
    }

    @Test
    void leavesWhatDoesNotFitToPeople() {
        var payout = PayoutFixture.paid(PayoutFixture.aShop(wallets), 700);
        var stranger = UUID.randomUUID().toString();

        CoreStub.SHARED.sendBack(stranger, 700);
        CoreStub.SHARED.sendBack(id(payout), 699);

        await().untilAsserted(() -> assertThat(states(payout)).containsExactly("LEFT AMOUNT_DIFFERS"));
        assertThat(sql.sql("select finding from bank_return where request_id = :id")
                        .bind("id", stranger)
                        .mapValue(String.class)
                        .all()
                        .collectList()
                        .block())
                .containsExactly("UNKNOWN_TRANSFER");
        assertThat(events().seen(
                                Topics.LEDGER_REQUEST,
                                PostEntry.class,
                                asked -> asked.id().businessId().equals(payout)))
                .isEmpty();
    }

    private List<String> states(String payout) {
        return Objects.requireNonNull(sql.sql("""
                select concat_ws(' ', state, finding) as found from bank_return where business_id = :id order by number
                """)
                .bind("id", payout)
                .mapValue(String.class)
                .all()
                .collectList()
                .block());
    }

    private static String id(String payout) {
        return payout.substring("payout:".length());
    }
}
