package cn.jiaozi.ledger;

import cn.jiaozi.chassis.BatchInbox;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.ledger.journal.JournalService;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/// What the ledger is told.
@Configuration
class LedgerInbox {
    @Bean
    Consumer<Message<List<byte[]>>> requests(BatchInbox inbox, JournalService journal) {
        return inbox.of("requests", LedgerRequest.class, journal::decide);
    }
}
