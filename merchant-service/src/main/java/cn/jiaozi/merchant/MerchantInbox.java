package cn.jiaozi.merchant;

import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.merchant.sale.Sale;
import cn.jiaozi.merchant.sale.SaleService;
import cn.jiaozi.merchant.terminal.SuspensionService;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/// What merchant-service is told: how payments and refunds ended, and which terminals are suspected.
@Configuration
class MerchantInbox {
    @Bean
    Consumer<Message<List<byte[]>>> payments(BatchInbox inbox, SaleService sales, SuspensionService suspensions) {
        return inbox.of(
                "payments",
                PaymentEvent.class,
                MerchantInbox::ours,
                events -> sales.keep(sales(events)).then(suspensions.suspect(suspicions(events))));
    }

    private static Optional<PaymentEvent> ours(PaymentEvent event) {
        return event instanceof TerminalSuspected || Sale.of(event).isPresent() ? Optional.of(event) : Optional.empty();
    }

    private static List<Sale> sales(List<PaymentEvent> events) {
        return events.stream().flatMap(event -> Sale.of(event).stream()).toList();
    }

    private static List<TerminalSuspected> suspicions(List<PaymentEvent> events) {
        return events.stream()
                .filter(TerminalSuspected.class::isInstance)
                .map(TerminalSuspected.class::cast)
                .toList();
    }
}
