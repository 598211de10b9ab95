package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.calendar.CalendarService;
import cn.jiaozi.merchant.calendar.WorkingDays;
import cn.jiaozi.merchant.outlet.WalletOwner;
import cn.jiaozi.merchant.payout.Schedule.Slot;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Plans what is due, page by page, each payout in the transaction that announces it. It may be cut off anywhere and
/// begun again: what is planned is not planned twice, and the clock goes on only when everything is.
@Service
class PlanningService {
    private static final Logger log = LoggerFactory.getLogger(PlanningService.class);
    static final int PAGE = 1_000;

    private final PlanningStore store;
    private final PlanStore plans;
    private final CalendarService calendars;
    private final Outbox outbox;
    private final PayoutSettings settings;
    private final MeterRegistry metrics;
    private final Clock clock;

    /// A slot of a schedule, and by which calendars it is one.
    record Due(Schedule schedule, Slot slot, String calendar) {}

    /// What is due until a moment.
    record Round(List<Due> due, Instant until) {}

    PlanningService(
            PlanningStore store,
            PlanStore plans,
            CalendarService calendars,
            Outbox outbox,
            PayoutSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.plans = plans;
        this.calendars = calendars;
        this.outbox = outbox;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// What has become due since everything was planned.
    Mono<Round> round() {
        var until = clock.instant();
        return store.plannedUntil()
                .flatMap(since -> schedules(BusinessTime.dayOf(since), BusinessTime.dayOf(until))
                        .map(found -> new Round(
                                found.schedules().stream()
                                        .flatMap(schedule -> schedule.due(since, until, found.days()).stream()
                                                .map(slot -> due(schedule, slot, found.days())))
                                        .toList(),
                                until)));
    }

    /// What is due on a day, for whoever does not want to wait: runs at night at once, others when their time has come.
    Mono<List<Due>> dueOn(LocalDate day) {
        var now = clock.instant();
        return schedules(day, day)
                .map(found -> found.schedules().stream()
                        .flatMap(schedule -> schedule.on(day, found.days()).stream()
                                .filter(slot ->
                                        schedule.isNightly() || !slot.at().isAfter(now))
                                .map(slot -> due(schedule, slot, found.days())))
                        .toList());
    }

    /// Plans the next page of a slot.
    ///
    /// @param after whose payout was the last of the page before
    /// @return the payouts that are new, in the order of merchants and their stores
    @Transactional
    public Mono<List<Payout>> plan(Due due, WalletOwner after) {
        var now = clock.instant();
        return store.lockClock()
                .then(store.plan(
                        due.schedule(), due.slot(), due.calendar(), after, now, settings.askAgain(1, now), PAGE))
                .flatMap(this::announced);
    }

    /// Everything up to then is planned.
    @Transactional
    public Mono<Void> done(Instant until) {
        return store.setPlannedUntil(until);
    }

    /// @return how many payouts are new
    @Transactional
    public Mono<Integer> planBySales() {
        var now = clock.instant();
        return store.lockClock()
                .then(store.planBySales(BusinessTime.dayOf(now), now, settings.askAgain(1, now), PAGE))
                .flatMap(this::announced)
                .map(List::size);
    }

    private Mono<List<Payout>> announced(List<Payout> planned) {
        return outbox.announce(
                        planned.stream().map(PlanningService::announcement).toList())
                .thenReturn(planned);
    }

    static Announcement announcement(Payout payout) {
        return new Announcement(Topics.MERCHANT, payout.merchantNo(), payout.request());
    }

    private record Found(List<Schedule> schedules, WorkingDays days) {}

    private Mono<Found> schedules(LocalDate from, LocalDate to) {
        return plans.schedules(to)
                .flatMap(schedules -> calendars.workingDays(from, to).map(days -> new Found(schedules, days)));
    }

    /// A slot that is counted by a year of which nobody has loaded the calendar may be a day off.
    private Due due(Schedule schedule, Slot slot, WorkingDays days) {
        if (!schedule.isNightly()) {
            return new Due(schedule, slot, "");
        }
        days.unknown(days.previous(slot.dueOn()), slot.dueOn()).forEach(year -> {
            log.warn("{} of {} is due by Monday to Friday alone: {} has no calendar", slot.name(), slot.dueOn(), year);
            metrics.counter("jiaozi.payout.uncalendared", "year", String.valueOf(year))
                    .increment();
        });
        return new Due(schedule, slot, days.named(days.previous(slot.dueOn()), slot.dueOn()));
    }
}
