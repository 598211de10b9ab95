package cn.jiaozi.ledger;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class LedgerServiceIT {
    private final EventsAwaited events = new EventsAwaited();

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void opensAccountsAndPostsAnEntry() {
        var opening = StepId.first("wallet:it-1", "open");
        events.send(Topics.LEDGER_REQUEST, "0", open(opening, core("0200"), wallet("0020000000000001")));
        var opened = events.await(Topics.LEDGER, LedgerEvent.AccountsOpened.class, e -> e.id().equals(opening));

        var topUp = post("exchange:it-1", leg("core:0200:clearing", "wallet:0020000000000001:available", 500));
        events.send(Topics.LEDGER_REQUEST, "0", topUp);
        var posted = events.await(Topics.LEDGER, LedgerEvent.Posted.class, e -> e.id().equals(topUp.id()));

        assertThat(opened.addresses()).containsExactly("core:0200:clearing", "wallet:0020000000000001:available");
        assertThat(posted.entry().height()).isPositive();
    }
}
