package cn.jiaozi.payment;

import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.VoucherWork;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.payment.payee.PayeeService;
import cn.jiaozi.payment.payment.Movement;
import cn.jiaozi.payment.payment.Outcome;
import cn.jiaozi.payment.payment.SettlementService;
import cn.jiaozi.payment.purse.PurseService;
import cn.jiaozi.payment.refund.RefundSettlementService;
import cn.jiaozi.payment.voucher.Answer;
import cn.jiaozi.payment.voucher.JudgingService;
import cn.jiaozi.payment.voucher.LoadService;
import cn.jiaozi.payment.voucher.VoucherSettlementService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/// What payment-service is told: by wallets and the ledger how its requests ended, by merchant-service who may be
/// paid, by wallet-service who pays without a network, and by itself which vouchers wait for their judge. The
/// ledger's other nouns, such as exchanges, belong to others.
@Configuration
class PaymentInbox {
    private final SettlementService payments;
    private final RefundSettlementService refunds;
    private final VoucherSettlementService vouchers;
    private final LoadService loads;
    private final JudgingService judging;
    private final TransactionalOperator transaction;

    /// What the ledger says concerns a payment or a refund, or vouchers.
    private record Heard(Optional<Outcome> outcome, Optional<Answer> answer) {
        static Optional<Heard> of(LedgerEvent event) {
            return Answer.concerns(event)
                    ? Answer.of(event).map(answer -> new Heard(Optional.empty(), Optional.of(answer)))
                    : Outcome.of(event).map(outcome -> new Heard(Optional.of(outcome), Optional.empty()));
        }
    }

    PaymentInbox(
            SettlementService payments,
            RefundSettlementService refunds,
            VoucherSettlementService vouchers,
            LoadService loads,
            JudgingService judging,
            TransactionalOperator transaction) {
        this.payments = payments;
        this.refunds = refunds;
        this.vouchers = vouchers;
        this.loads = loads;
        this.judging = judging;
        this.transaction = transaction;
    }

    @Bean
    Consumer<Message<List<byte[]>>> wallets(BatchInbox inbox) {
        return inbox.of("wallets", WalletEvent.class, Outcome::of, this::settle);
    }

    @Bean
    Consumer<Message<List<byte[]>>> ledger(BatchInbox inbox) {
        return inbox.outside("ledger", LedgerEvent.class, Heard::of, this::settleAll);
    }

    @Bean
    Consumer<Message<List<byte[]>>> payees(BatchInbox inbox, PayeeService payees) {
        return inbox.of("payees", Payee.class, payees::keep);
    }

    /// One topic with one partition: whoever hears of a load has heard of its purse.
    @Bean
    Consumer<Message<List<byte[]>>> purses(BatchInbox inbox, PurseService purses) {
        return inbox.outside(
                "purses",
                PurseFact.class,
                Optional::of,
                heard -> purses.keep(heard)
                        .then(loads.close(heard))
                        .as(transaction::transactional)
                        .flatMap(loads::conclude)
                        .then(judging.wake(concerned(heard))));
    }

    @Bean
    Consumer<Message<List<byte[]>>> terminals(BatchInbox inbox, PurseService purses) {
        return inbox.of("terminals", SignerKey.class, purses::keepKeys);
    }

    @Bean
    Consumer<Message<List<byte[]>>> vouchers(BatchInbox inbox) {
        return inbox.outside(
                "vouchers",
                VoucherWork.class,
                Optional::of,
                works -> judging.judge(works).flatMap(judging::wakeSettled).then(loads.conclude(purses(works))));
    }

    private static Set<String> purses(List<VoucherWork> works) {
        return works.stream().map(VoucherWork::purseId).collect(Collectors.toSet());
    }

    private static Set<String> concerned(List<PurseFact> heard) {
        return heard.stream()
                .flatMap(fact -> switch (fact) {
                    case PurseFact.Purse purse -> Stream.of(purse.purseId());
                    case PurseFact.Load load -> Stream.of(load.purseId());
                    case PurseFact.RevocationList _ -> Stream.<String>empty();
                })
                .collect(Collectors.toSet());
    }

    private Mono<Void> settleAll(List<Heard> heard) {
        return settle(heard.stream().flatMap(each -> each.outcome().stream()).toList())
                .then(vouchers.settle(
                        heard.stream().flatMap(each -> each.answer().stream()).toList()))
                .as(transaction::transactional)
                .flatMap(purses -> loads.conclude(purses).then(judging.wake(purses)));
    }

    private Mono<Void> settle(List<Outcome> outcomes) {
        return payments.settle(outcomes.stream().filter(Movement.PAYMENT::owns).toList())
                .then(refunds.settle(
                        outcomes.stream().filter(Movement.REFUND::owns).toList()));
    }
}
