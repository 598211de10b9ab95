package cn.jiaozi.merchant;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.contracts.LedgerDay;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.merchant.book.BookJob;
import cn.jiaozi.merchant.book.BookService;
import cn.jiaozi.merchant.book.Ending;
import cn.jiaozi.merchant.reconciliation.HoldService;
import cn.jiaozi.merchant.remedy.AskingService;
import cn.jiaozi.merchant.sale.Sale;
import cn.jiaozi.merchant.sale.SaleService;
import cn.jiaozi.merchant.terminal.SuspensionService;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/// What merchant-service is told: how payments and refunds ended, which terminals are suspected, what the ledger
/// entered, and which days it has closed.
@Configuration
class MerchantInbox {
    @Bean
    Consumer<Message<List<byte[]>>> payments(
            BatchInbox inbox, SaleService sales, BookService book, SuspensionService suspensions) {
        return inbox.of(
                "payments",
                PaymentEvent.class,
                MerchantInbox::ours,
                events -> sales.keep(all(events, Sale::of))
                        .then(book.keepEndings(all(events, Ending::of)))
                        .then(suspensions.suspect(suspicions(events))));
    }

    @Bean
    Consumer<Message<List<byte[]>>> ledger(
            BatchInbox inbox, BookService book, HoldService holds, AskingService remedies) {
        return inbox.of(
                "ledger",
                LedgerEvent.class,
                MerchantInbox::entered,
                events -> book.keepEntries(events).then(holds.heard(events)).then(remedies.heard(events)));
    }

    @Bean
    Consumer<Message<List<byte[]>>> days(BatchInbox inbox, BookService book, BookJob completing) {
        return inbox.of("days", LedgerDay.class, days -> book.keepDays(days).then(AfterCommit.run(completing::wake)));
    }

    private static Optional<PaymentEvent> ours(PaymentEvent event) {
        return event instanceof TerminalSuspected || Ending.of(event).isPresent()
                ? Optional.of(event)
                : Optional.empty();
    }

    /// What moves no money is of no use to the book; but whoever has asked hears every answer.
    private static Optional<LedgerEvent> entered(LedgerEvent event) {
        return event.entered().isPresent() || AskingService.concerns(event) ? Optional.of(event) : Optional.empty();
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
