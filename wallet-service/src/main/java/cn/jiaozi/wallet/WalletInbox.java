package cn.jiaozi.wallet;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.MerchantEvent;
import cn.jiaozi.contracts.MerchantEvent.CoreQueryRequested;
import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.LoadSettled;
import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.wallet.authorization.AuthorizationService;
import cn.jiaozi.wallet.authorization.VoucherService;
import cn.jiaozi.wallet.exchange.Exchange;
import cn.jiaozi.wallet.exchange.ExchangeJob;
import cn.jiaozi.wallet.exchange.ExchangeService;
import cn.jiaozi.wallet.exchange.PayoutService;
import cn.jiaozi.wallet.load.Load;
import cn.jiaozi.wallet.load.SettlementService;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.purse.PurseService;
import cn.jiaozi.wallet.query.QueryJob;
import cn.jiaozi.wallet.query.QueryService;
import cn.jiaozi.wallet.recovery.Recovery;
import cn.jiaozi.wallet.recovery.RecoveryService;
import cn.jiaozi.wallet.restriction.Restriction;
import cn.jiaozi.wallet.restriction.RestrictionService;
import cn.jiaozi.wallet.returned.ReturnService;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;

@Configuration
class WalletInbox {
    private static final Logger log = LoggerFactory.getLogger(WalletInbox.class);
    private static final List<String> TRANSFERS = List.of("payment", "refund");
    private static final List<String> EXCHANGES = List.of(Exchange.NOUN, Exchange.PAYOUT_NOUN);

    @Bean
    Consumer<Message<List<byte[]>>> payments(
            BatchInbox inbox,
            AuthorizationService authorizations,
            VoucherService vouchers,
            PurseService purses,
            SettlementService loads) {
        return inbox.of(
                "payments",
                PaymentEvent.class,
                WalletInbox::ours,
                events -> authorizations
                        .authorize(of(events, TransferRequested.class))
                        .then(vouchers.count(of(events, VouchersSettled.class)))
                        .then(purses.suspect(of(events, PurseSuspected.class)))
                        .then(loads.settle(of(events, LoadSettled.class))));
    }

    @Bean
    Consumer<Message<List<byte[]>>> ledger(
            BatchInbox inbox,
            AuthorizationService authorizations,
            WalletService wallets,
            ExchangeService exchanges,
            ExchangeJob exchangeJob,
            ReturnService returns,
            RestrictionService restrictions,
            SettlementService loads,
            RecoveryService recoveries,
            MeterRegistry metrics) {
        return inbox.of(
                "ledger",
                LedgerEvent.class,
                event -> answer(event, metrics),
                events -> about(events, TRANSFERS, authorizations::settle)
                        .then(about(events, List.of(Wallet.NOUN), wallets::hear))
                        .then(about(events, List.of(Restriction.NOUN), restrictions::hear))
                        .then(about(events, List.of(Load.NOUN), loads::hear))
                        .then(about(events, List.of(Recovery.NOUN), recoveries::hear))
                        .then(about(
                                events,
                                EXCHANGES,
                                mine -> of(mine, false, exchanges::hear)
                                        .then(of(mine, true, returns::hear))
                                        .then(AfterCommit.run(exchangeJob::wake)))));
    }

    @Bean
    Consumer<Message<List<byte[]>>> merchants(
            BatchInbox inbox, PayoutService payouts, QueryService queries, QueryJob queryJob) {
        return inbox.of(
                "merchants",
                MerchantEvent.class,
                events -> payouts.hear(of(events, PayoutRequested.class))
                        .then(queries.hear(of(events, CoreQueryRequested.class), queryJob::wake)));
    }

    /// What came back is a later entry of the same exchange.
    private static Mono<Void> of(
            List<LedgerEvent> events, boolean returned, Function<List<LedgerEvent>, Mono<Void>> hear) {
        var mine = events.stream()
                .filter(event -> event.id().step().equals(ReturnService.STEP) == returned)
                .toList();
        return mine.isEmpty() ? Mono.empty() : Mono.defer(() -> hear.apply(mine));
    }

    /// How a payment ended is the ledger's to tell us.
    private static Optional<PaymentEvent> ours(PaymentEvent event) {
        return switch (event) {
            case TransferRequested _, VouchersSettled _, PurseSuspected _, LoadSettled _ -> Optional.of(event);
            case PaymentEvent.PaymentSucceeded _,
                    PaymentEvent.PaymentFailed _,
                    PaymentEvent.RefundSucceeded _,
                    PaymentEvent.RefundFailed _,
                    PaymentEvent.TerminalSuspected _ -> Optional.empty();
        };
    }

    private static <E> List<E> of(List<? super E> events, Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// A conflict is an alert and never an answer: what was asked stays open. Transfers count their own.
    private static Optional<LedgerEvent> answer(LedgerEvent event, MeterRegistry metrics) {
        if (event instanceof LedgerEvent.Conflicted conflicted
                && TRANSFERS.stream().noneMatch(event.id()::isOf)) {
            log.warn("The ledger knows {} with another {}", conflicted.id(), conflicted.field());
            metrics.counter("jiaozi.wallet.conflicted", "noun", "act").increment();
            return Optional.empty();
        }
        return Optional.of(event);
    }

    /// Entries of other nouns are other services' business.
    private static Mono<Void> about(
            List<LedgerEvent> events, List<String> nouns, Function<List<LedgerEvent>, Mono<Void>> hear) {
        var mine = events.stream()
                .filter(event -> nouns.stream().anyMatch(event.id()::isOf))
                .toList();
        return mine.isEmpty() ? Mono.empty() : Mono.defer(() -> hear.apply(mine));
    }
}
