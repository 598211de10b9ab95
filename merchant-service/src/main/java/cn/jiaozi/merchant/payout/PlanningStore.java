package cn.jiaozi.merchant.payout;

import cn.jiaozi.merchant.outlet.WalletOwner;
import cn.jiaozi.merchant.payout.Schedule.Slot;
import io.r2dbc.spi.R2dbcType;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Plans payouts, those of many wallets with one statement: a merchant's plan is for its own wallet and for
/// those of its stores. A payout's id follows from whose it is, its day and its slot: whoever plans it
/// again finds its row or, after a restore, makes the same one. Beside what a plan keeps, what is owed for
/// advanced refunds stays in the wallet.
@Component
class PlanningStore {
    /// What the bank waits for is not paid out; of the wallet w.
    private static final String OWED = """
             + coalesce((select sum(r.owed_fen - r.taken_fen)::bigint from receivable r
                         where r.merchant_no = w.merchant_no and r.wallet_id = w.wallet_id
                           and r.taken_fen < r.owed_fen), 0)
            """;

    private static final String INTO_PAYOUT = """
            insert into payout (payout_id, business_id, merchant_no, store_no, wallet_id, account_tail, due_on, slot,
                                calendar, act_id, requested_by, keep_fen, minimum_fen, at_most_fen, state, planned_at,
                                ask_at)
            """;

    private static final String SCHEDULED = """
            with due as (
                select w.*, p.minimum_fen,
                       p.keep_fen + greatest(0, coalesce(
                           (select sum(s.amount_fen)::bigint from sale s
                            where s.merchant_no = w.merchant_no and s.wallet_store = w.store_no
                              and s.accounting_date >= :due_on - 1 and s.at >= :cut_off), 0))
            """ + OWED + """
                       as keep_fen
                from merchant m
                join payee_wallet w using (merchant_no)
                cross join lateral (
                    select * from payout_plan f
                    where f.merchant_no = m.merchant_no and f.effective_on <= :due_on
                    order by f.effective_on desc limit 1) p
                where m.state = 'ACTIVE' and w.account_tail is not null
                  and m.merchant_no >= :after and (w.merchant_no, w.store_no) > (:after, :after_store)
                  and m.merchant_no in (select c.merchant_no from payout_plan c
                                        where c.schedule = :schedule and c.effective_on <= :due_on)
                  and p.schedule = :schedule
                  and p.times is not distinct from :times
                  and p.day_of_week is not distinct from :day_of_week
                  and p.day_of_month is not distinct from :day_of_month
                  and p.cut_off is not distinct from :time
                  and not exists (select from payout o
                                  where o.merchant_no = w.merchant_no and o.store_no = w.store_no
                                    and o.due_on = :due_on and o.slot = :slot)
                order by w.merchant_no, w.store_no limit :at_most for share of m)
            """ + INTO_PAYOUT + """
            select i.id, 'payout:' || i.id, d.merchant_no, d.store_no, d.wallet_id, d.account_tail, :due_on, :slot,
                   :calendar, null, null, d.keep_fen, d.minimum_fen, :most_fen, 'PLANNED', :now, :ask_at
            from due d cross join lateral payout_id(d.payee || ' ' || :day || ' ' || :slot) as i (id)
            order by d.merchant_no, d.store_no
            returning *
            """;

    private static final String BY_SALES = """
            with due as (
                select w.*, t.turn + 1 as turn, p.schedule, p.threshold_fen, p.minimum_fen, p.keep_fen
            """ + OWED + """
                       as keep_fen
                from payout_turnover t
                join merchant m using (merchant_no)
                join payee_wallet w using (merchant_no, store_no)
                cross join lateral (
                    select f.schedule, f.threshold_fen, f.keep_fen, f.minimum_fen from payout_plan f
                    where f.merchant_no = t.merchant_no and f.effective_on <= :today
                    order by f.effective_on desc limit 1) p
                where t.sold_fen > 0 and m.state = 'ACTIVE' and w.account_tail is not null
                  and p.schedule in ('EACH', 'THRESHOLD')
                  and t.sold_fen >= coalesce(p.threshold_fen, 1)
                  and not exists (select from payout o where o.merchant_no = t.merchant_no
                                  and o.store_no = t.store_no and o.state = 'PLANNED')
                order by t.merchant_no, t.store_no limit :at_most for update of t for share of m),
            turned as (
                update payout_turnover t set sold_fen = 0, turn = d.turn from due d
                where t.merchant_no = d.merchant_no and t.store_no = d.store_no)
            """ + INTO_PAYOUT + """
            select i.id, 'payout:' || i.id, d.merchant_no, d.store_no, d.wallet_id, d.account_tail, :today,
                   d.schedule || ':' || d.turn, null, null, null, d.keep_fen, d.minimum_fen, :most_fen, 'PLANNED', :now,
                   :ask_at
            from due d cross join lateral payout_id(d.payee || ' SALES ' || d.turn) as i (id)
            returning *
            """;

    private static final String WISHED = INTO_PAYOUT + """
            select i.id, 'payout:' || i.id, w.merchant_no, w.store_no, w.wallet_id, w.account_tail, :today,
                   'MANUAL:' || :act, null, :act, :party, :keep_fen
            """ + OWED + """
                   , :minimum_fen, :at_most_fen, 'PLANNED', :now, :ask_at
            from payee_wallet w cross join lateral payout_id(w.merchant_no || ' MANUAL ' || :act) as i (id)
            where w.merchant_no = :no and w.store_no = :store and w.account_tail is not null
            on conflict do nothing
            returning *
            """;

    private final DatabaseClient client;

    PlanningStore(DatabaseClient client) {
        this.client = client;
    }

    /// Of several instances one plans at a time; the other then finds all rows of the first.
    Mono<Instant> lockClock() {
        return client.sql("select planned_until from payout_clock for update")
                .map(row ->
                        Objects.requireNonNull(row.get(0, OffsetDateTime.class)).toInstant())
                .one();
    }

    Mono<Instant> plannedUntil() {
        return client.sql("select planned_until from payout_clock")
                .map(row ->
                        Objects.requireNonNull(row.get(0, OffsetDateTime.class)).toInstant())
                .one();
    }

    Mono<Void> setPlannedUntil(Instant until) {
        return client.sql("update payout_clock set planned_until = greatest(planned_until, :until)")
                .bind("until", until)
                .then();
    }

    /// The next wallets of a slot that have no payout for it, in the order of merchants and their stores. What was sold
    /// since the cut-off is left beside what the plan keeps.
    ///
    /// @param after    the last one of the page before
    /// @param calendar the versions by which the slot is due
    Mono<List<Payout>> plan(
            Schedule schedule, Slot slot, String calendar, WalletOwner after, Instant now, Instant askAt, int atMost) {
        return client.sql(SCHEDULED)
                .bind(
                        "cut_off",
                        PlanStore.orNull(
                                R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                                slot.cutOff()
                                        .map(at -> at.atOffset(ZoneOffset.UTC))
                                        .orElse(null)))
                .bind("due_on", slot.dueOn())
                .bind("day", slot.dueOn().toString())
                .bind("slot", slot.name())
                .bind("after", after.merchantNo())
                .bind("after_store", after.storeColumn())
                .bind("schedule", schedule.kind().name())
                .bind("times", PlanStore.orNull(R2dbcType.VARCHAR, PlanStore.times(schedule)))
                .bind(
                        "day_of_week",
                        PlanStore.orNull(
                                R2dbcType.INTEGER,
                                schedule.dayOfWeek().map(DayOfWeek::getValue).orElse(null)))
                .bind(
                        "day_of_month",
                        PlanStore.orNull(
                                R2dbcType.INTEGER, schedule.dayOfMonth().orElse(null)))
                .bind("time", PlanStore.orNull(R2dbcType.TIME, schedule.cutOff().orElse(null)))
                .bind("calendar", calendar)
                .bind("most_fen", PayoutPlan.MOST_FEN)
                .bind("now", now)
                .bind("ask_at", askAt)
                .bind("at_most", atMost)
                .map(PayoutRow::payout)
                .all()
                .collectList();
    }

    /// Merchants that are paid out by their sales and have sold enough, one payout under way at a time.
    Mono<List<Payout>> planBySales(LocalDate today, Instant now, Instant askAt, int atMost) {
        return client.sql(BY_SALES)
                .bind("today", today)
                .bind("most_fen", PayoutPlan.MOST_FEN)
                .bind("now", now)
                .bind("ask_at", askAt)
                .bind("at_most", atMost)
                .map(PayoutRow::payout)
                .all()
                .collectList();
    }

    /// Of a merchant that was seen active. Empty where the id was used before, and where nobody knows the account.
    Mono<Payout> plan(
            WalletOwner owner,
            Payout.Wish wish,
            PayoutPlan.Terms terms,
            long atMostFen,
            LocalDate today,
            Instant now,
            Instant askAt) {
        return client.sql(WISHED)
                .bind("no", owner.merchantNo())
                .bind("store", owner.storeColumn())
                .bind("act", wish.actId())
                .bind("party", wish.party())
                .bind("keep_fen", terms.keepFen().orElseThrow())
                .bind("minimum_fen", terms.minimumFen().orElseThrow())
                .bind("at_most_fen", atMostFen)
                .bind("today", today)
                .bind("now", now)
                .bind("ask_at", askAt)
                .map(PayoutRow::payout)
                .one();
    }
}
