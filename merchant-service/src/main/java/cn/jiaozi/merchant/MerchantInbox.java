package cn.jiaozi.merchant;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.contracts.Checkpoint;
import cn.jiaozi.contracts.LedgerDay;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.merchant.bill.DayService;
import cn.jiaozi.merchant.book.BookJob;
import cn.jiaozi.merchant.book.BookService;
import cn.jiaozi.merchant.book.Ending;
import cn.jiaozi.merchant.fee.ChargingService;
import cn.jiaozi.merchant.fee.FeeService;
import cn.jiaozi.merchant.fee.Turnover;
import cn.jiaozi.merchant.payout.PayoutService;
import cn.jiaozi.merchant.receivable.LimitService;
import cn.jiaozi.merchant.receivable.ReceivableService;
import cn.jiaozi.merchant.reconciliation.HoldService;
import cn.jiaozi.merchant.remedy.AdjustingService;
import cn.jiaozi.merchant.remedy.QueryingService;
import cn.jiaozi.merchant.sale.Sale;
import cn.jiaozi.merchant.sale.SaleService;
import cn.jiaozi.merchant.terminal.SuspensionService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;

/// What merchant-service is told: how payments and refunds ended, which terminals are suspected, what the ledger
/// entered or answered, which days it has closed, and by wallet-service how far payouts are and what the core says.
@Configuration
class MerchantInbox {
    /// What the ledger is asked in our name.
    private static final List<String> OURS = List.of(
            FeeService.NOUN, ReceivableService.NOUN, LimitService.NOUN, PayoutService.NOUN, AdjustingService.NOUN);

    @Bean
    Consumer<Message<List<byte[]>>> payments(
            BatchInbox inbox,
            SaleService sales,
            ChargingService fees,
            ReceivableService receivables,
            BookService book,
            PayoutService payouts,
            SuspensionService suspensions) {
        return inbox.of(
                "payments",
                PaymentEvent.class,
                MerchantInbox::ours,
                events -> sales.keep(all(events, Sale::of))
                        .flatMap(kept -> fees.charge(turnovers(events, kept))
                                .then(receivables.setOff(sold(kept)))
                                .then(payouts.sold(kept)))
                        .then(book.keepEndings(all(events, Ending::of)))
                        .then(suspensions.suspect(suspicions(events))));
    }

    @Bean
    Consumer<Message<List<byte[]>>> ledger(
            BatchInbox inbox,
            BookService book,
            FeeService fees,
            ReceivableService receivables,
            LimitService limits,
            PayoutService payouts,
            HoldService holds,
            AdjustingService remedies) {
        return inbox.of(
                "ledger",
                LedgerEvent.class,
                MerchantInbox::wanted,
                events -> book.keepEntries(events)
                        .then(about(events, MerchantInbox::id, FeeService.NOUN, fees::hear))
                        .then(receivables.keep(events))
                        .then(about(events, MerchantInbox::id, ReceivableService.NOUN, receivables::hear))
                        .then(about(events, MerchantInbox::id, LimitService.NOUN, limits::hear))
                        .then(about(events, MerchantInbox::id, PayoutService.NOUN, payouts::hear))
                        .then(holds.heard(events))
                        .then(about(events, MerchantInbox::id, AdjustingService.NOUN, remedies::hear)));
    }

    @Bean
    Consumer<Message<List<byte[]>>> wallets(BatchInbox inbox, PayoutService payouts, QueryingService queries) {
        return inbox.of(
                "wallets",
                WalletEvent.class,
                event -> isOf(event.businessId(), PayoutService.NOUN) || isOf(event.businessId(), QueryingService.NOUN)
                        ? Optional.of(event)
                        : Optional.empty(),
                events -> about(events, WalletEvent::businessId, PayoutService.NOUN, payouts::hearWallets)
                        .then(about(events, WalletEvent::businessId, QueryingService.NOUN, queries::hear)));
    }

    @Bean
    Consumer<Message<List<byte[]>>> days(BatchInbox inbox, BookService book, BookJob completing) {
        return inbox.of("days", LedgerDay.class, days -> book.keepDays(days).then(AfterCommit.run(completing::wake)));
    }

    /// Published headers of the ledger, which bills name.
    @Bean
    Consumer<Message<List<byte[]>>> checkpoints(BatchInbox inbox, DayService days) {
        return inbox.of("checkpoints", Checkpoint.class, days::keep);
    }

    private static Optional<PaymentEvent> ours(PaymentEvent event) {
        return event instanceof TerminalSuspected || Ending.of(event).isPresent()
                ? Optional.of(event)
                : Optional.empty();
    }

    /// The book keeps every entry; of our own acts we hear also what came of them without one.
    private static Optional<LedgerEvent> wanted(LedgerEvent event) {
        return event.entered().isPresent() || OURS.stream().anyMatch(event.id()::isOf)
                ? Optional.of(event)
                : Optional.empty();
    }

    private static <E> Mono<Void> about(
            List<E> events, Function<E, String> businessId, String noun, Function<List<E>, Mono<Void>> hear) {
        var mine = events.stream()
                .filter(event -> isOf(businessId.apply(event), noun))
                .toList();
        return mine.isEmpty() ? Mono.empty() : Mono.defer(() -> hear.apply(mine));
    }

    private static boolean isOf(String businessId, String noun) {
        return businessId.startsWith(noun + ":");
    }

    private static String id(LedgerEvent event) {
        return event.id().businessId();
    }

    private static List<Turnover> turnovers(List<PaymentEvent> events, List<Sale> kept) {
        var unheard = kept.stream().map(Sale::businessId).collect(Collectors.toSet());
        return all(events, Turnover::of).stream()
                .filter(turnover -> unheard.contains(turnover.businessId()))
                .toList();
    }

    /// What each merchant has taken, refunds aside.
    private static Map<String, Long> sold(List<Sale> kept) {
        return kept.stream()
                .filter(sale -> sale.amountFen() > 0)
                .collect(Collectors.groupingBy(Sale::merchantNo, Collectors.summingLong(Sale::amountFen)));
    }

    private static <T> List<T> all(List<PaymentEvent> events, Function<PaymentEvent, Optional<T>> read) {
        return events.stream().flatMap(event -> read.apply(event).stream()).toList();
    }

    private static List<TerminalSuspected> suspicions(List<PaymentEvent> events) {
        return events.stream()
                .filter(TerminalSuspected.class::isInstance)
                .map(TerminalSuspected.class::cast)
                .toList();
    }
}
