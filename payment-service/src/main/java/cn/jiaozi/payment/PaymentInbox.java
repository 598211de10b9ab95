package cn.jiaozi.payment;

import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.payment.payee.PayeeService;
import cn.jiaozi.payment.payment.Movement;
import cn.jiaozi.payment.payment.Outcome;
import cn.jiaozi.payment.payment.SettlementService;
import cn.jiaozi.payment.refund.RefundSettlementService;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;

/// What payment-service is told: by wallets and the ledger how its requests ended, by merchant-service who may be
/// paid. The ledger's other nouns, such as exchanges, belong to others.
@Configuration
class PaymentInbox {
    private final SettlementService payments;
    private final RefundSettlementService refunds;

    PaymentInbox(SettlementService payments, RefundSettlementService refunds) {
        this.payments = payments;
        this.refunds = refunds;
    }

    @Bean
    Consumer<Message<List<byte[]>>> wallets(BatchInbox inbox) {
        return inbox.of("wallets", WalletEvent.class, event -> Optional.of(Outcome.of(event)), this::settle);
    }

    @Bean
    Consumer<Message<List<byte[]>>> ledger(BatchInbox inbox) {
        return inbox.of("ledger", LedgerEvent.class, Outcome::of, this::settle);
    }

    @Bean
    Consumer<Message<List<byte[]>>> payees(BatchInbox inbox, PayeeService payees) {
        return inbox.of("payees", Payee.class, payees::keep);
    }

    private Mono<Void> settle(List<Outcome> outcomes) {
        return payments.settle(outcomes.stream().filter(Movement.PAYMENT::owns).toList())
                .then(refunds.settle(
                        outcomes.stream().filter(Movement.REFUND::owns).toList()));
    }
}
