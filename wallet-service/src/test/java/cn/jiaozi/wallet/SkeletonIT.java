package cn.jiaozi.wallet;

import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.testkit.ServiceTest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class SkeletonIT {
    @Autowired
    WebTestClient http;

    @Test
    void opensWalletsAndAuthorizesAPayment() {
        var wallets = new WalletFixture(http);
        var alice = unique("alice");
        var payer = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        var businessId = "payment:" + UUID.randomUUID();
        var now = Instant.now();

        WalletFixture.EVENTS.send(
                Topics.PAYMENT,
                payer,
                new PaymentRequested(
                        businessId,
                        TxType.P2P,
                        new WalletParty(payer, "002"),
                        new WalletParty(payee, "002"),
                        100,
                        alice,
                        now,
                        now.plusSeconds(60)));

        var asked = WalletFixture.asked(LedgerRequest.PostEntry.class, businessId);
        assertThat(asked.entry().legs())
                .containsExactly(new LedgerRequest.LegSpec(
                        "wallet:" + payer + ":available", "wallet:" + payee + ":available", 100, false));
    }
}
