package cn.jiaozi.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.testkit.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class PaymentServiceIT {
    private final Ring ring;

    PaymentServiceIT(@Autowired WebTestClient http) {
        this.ring = new Ring(http);
    }

    @Test
    void answersTheWaitingPayerWhenTheLedgerHasPosted() {
        var party = Ring.anId();
        var path = "/v1/payments/" + Ring.anId();
        var answer = ring.payLater(path, party, Ring.p2p("0020000000000014", "0020000000000022", 1234));

        var request = ring.events.await(
                cn.jiaozi.contracts.Topics.PAYMENT,
                PaymentRequested.class,
                e -> e.requestedBy().equals(party));
        ring.post(request);

        assertThat(answer.join().status()).isEqualTo(201);
        assertThat(answer.join().body()).containsEntry("state", "SUCCEEDED").containsEntry("amountFen", 1234);
        assertThat(ring.announced(PaymentSucceeded.class, request.businessId()).accountingDate())
                .isEqualTo(Ring.DAY);
    }
}
