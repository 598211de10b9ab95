package cn.jiaozi.wallet.returned;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.CaptureHold;
import cn.jiaozi.contracts.LedgerRequest.HoldEntry;
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
import java.util.Map;
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
    void bringsAHoldersOwnRedeemBackAndSaysSo() {
        var alice = unique("alice");
        var account = anAccountNo();
        var wallet = wallets.aClassIiWallet(alice, account);
        var path = "/v1/wallets/" + wallet + "/exchanges/" + unique("exchange");
        var redeem = Map.of("kind", "REDEEM", "amountFen", 700);
        var exchange = Objects.requireNonNull(WalletFixture.body(wallets.put(customer(alice), path, redeem))
                        .get("businessId"))
                .toString();
        var hold = asked(HoldEntry.class, exchange);
        WalletFixture.hold(hold);
        var capture = asked(CaptureHold.class, exchange);
        var captured = new LedgerEvent.Captured(capture.id(), hold.id(), WalletFixture.entry(hold.entry()));
        WalletFixture.answer(captured);
        wallets.ended(customer(alice), path, "SUCCEEDED");

        CoreStub.SHARED.sendBack(id(exchange), 700);
        CoreStub.SHARED.sendBack(id(exchange), 700);

        var back = asked(PostEntry.class, exchange);
        assertThat(back.id()).isEqualTo(StepId.first(exchange, "return"));
        assertThat(back.entry().txType()).isEqualTo(TxType.REDEEM_RETURN);
        var leg = back.entry().legs().getFirst();
        assertThat(leg.debit()).isEqualTo(Addresses.coreClearing("0001"));
        assertThat(leg.credit()).isEqualTo(Addresses.wallet(wallet));
        assertThat(leg.amountFen()).isEqualTo(700);
        assertThat(leg.mayExceedCap()).isTrue();
        assertThat(WalletFixture.body(wallets.get(customer(alice), path))).containsEntry("state", "SUCCEEDED");
        WalletFixture.post(back);
        WalletFixture.post(back);
        await().untilAsserted(() -> assertThat(states(exchange)).containsExactly("POSTED", "LEFT RETURNED_BEFORE"));
        var shown = wallets.ended(customer(alice), path, "RETURNED");
        // What is told again changes nothing, and neither does who asks again.
        WalletFixture.answer(captured);
        wallets.put(customer(alice), path, redeem).expectStatus().isOk();
        assertThat(WalletFixture.body(wallets.get(customer(alice), path))).isEqualTo(shown);
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

    private static String id(String businessId) {
        return businessId.substring(businessId.indexOf(':') + 1);
    }
}
