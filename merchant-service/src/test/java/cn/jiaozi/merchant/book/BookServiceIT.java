package cn.jiaozi.merchant.book;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerDay;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/// Days whose entries come late, twice, and in another order.
@ServiceTest
class BookServiceIT {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

    private final EventsAwaited events = new EventsAwaited();
    private final BookService book;
    private final DatabaseClient sql;

    BookServiceIT(@Autowired BookService book, @Autowired DatabaseClient sql) {
        this.book = book;
        this.sql = sql;
    }

    @Test
    void isCompleteOnceEachHeightIsHereAndSumsAgree() {
        var on = LocalDate.of(2031, 3, 1);
        closed(new LedgerDay(0, on, 100, 103, 9, 12, AT));

        tell(posted(on, 103, 5), posted(on, 101, 7));
        assertThat(isComplete(on)).isFalse();
        tell(held(on, 102), held(on, 102), posted(on, 101, 7));

        assertThat(isComplete(on)).isTrue();
        assertThat(legs(on)).isEqualTo(2);
    }

    @Test
    void isNotCompleteWhereTheSumDiffers() {
        var on = LocalDate.of(2031, 3, 2);
        closed(new LedgerDay(0, on, 200, 201, 9, 6, AT));

        tell(posted(on, 201, 5));

        assertThat(isComplete(on)).isFalse();
    }

    @Test
    void isCompleteAtOnceWithoutEntries() {
        var on = LocalDate.of(2031, 3, 3);

        closed(new LedgerDay(0, on, 300, 300, 9, 0, AT));

        assertThat(isComplete(on)).isTrue();
    }

    @Test
    void looksAtADayOfEachShardForItself() {
        var on = LocalDate.of(2031, 3, 4);
        closed(new LedgerDay(0, on, 400, 401, 9, 5, AT), new LedgerDay(1, on, 400, 401, 9, 5, AT));

        tell(posted(on, 401, 5));
        book.complete().block();

        assertThat(sql.sql("select count(*) from book_day where accounting_date = :on and complete_at is not null")
                        .bind("on", on)
                        .mapValue(Long.class)
                        .one()
                        .block())
                .isEqualTo(1);
    }

    @Test
    void hearsOfDaysAndEntriesOnTheirTopics() {
        var on = LocalDate.of(2031, 3, 5);
        events.send(Topics.LEDGER, "payment:1", posted(on, 501, 5));
        var day = new LedgerDay(0, on, 500, 501, 9, 5, AT);
        events.send(Topics.LEDGER_DAY, day.key(), day);

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> legs(on) == 1 && isComplete(on));
    }

    private void closed(LedgerDay... days) {
        book.keepDays(List.of(days)).block();
    }

    private void tell(LedgerEvent... told) {
        book.keepEntries(List.of(told)).block();
    }

    private boolean isComplete(LocalDate on) {
        book.complete().block();
        return Boolean.TRUE.equals(sql.sql(
                        "select bool_and(complete_at is not null) as whole from book_day where accounting_date = :on")
                .bind("on", on)
                .map(row -> Objects.requireNonNullElse(row.get("whole", Boolean.class), false))
                .one()
                .block());
    }

    private long legs(LocalDate on) {
        return Objects.requireNonNull(sql.sql("select count(*) from book_leg where accounting_date = :on")
                .bind("on", on)
                .mapValue(Long.class)
                .one()
                .block());
    }

    private static LedgerEvent posted(LocalDate on, long height, long amountFen) {
        return new LedgerEvent.Posted(StepId.first("payment:" + height, "post"), entry(on, height, amountFen));
    }

    private static LedgerEvent held(LocalDate on, long height) {
        return new LedgerEvent.Held(StepId.first("exchange:" + height, "hold"), entry(on, height, 1));
    }

    private static LedgerEvent.Entry entry(LocalDate on, long height, long amountFen) {
        var leg = new LedgerEvent.Leg(
                "wallet:0020000000000014:available",
                "wallet:0023000000000028:available",
                amountFen,
                Optional.of(1L),
                Optional.of(2L));
        return new LedgerEvent.Entry(height, TxType.CONSUME, on, List.of(leg), AT, AT, AT);
    }
}
