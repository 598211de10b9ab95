package cn.jiaozi.merchant;

import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.merchant.sale.Sale;
import cn.jiaozi.merchant.sale.SaleService;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/// What merchant-service is told: how payments and refunds ended.
@Configuration
class MerchantInbox {
    @Bean
    Consumer<Message<List<byte[]>>> payments(BatchInbox inbox, SaleService sales) {
        return inbox.of("payments", PaymentEvent.class, Sale::of, sales::keep);
    }
}
