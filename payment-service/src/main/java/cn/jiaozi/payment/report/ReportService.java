package cn.jiaozi.payment.report;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.payment.report.BatchLine.Page;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

@Service
class ReportService {
    private static final int GAPS_AT_MOST = 1_000;

    private final ReportStore store;

    ReportService(ReportStore store) {
        this.store = store;
    }

    Mono<Page> page(Caller caller, String actId, int after, int limit) {
        return batch(caller, actId)
                .flatMap(batch -> store.lines(batch, after, limit + 1))
                .map(found -> found.size() > limit
                        ? new Page(
                                found.subList(0, limit),
                                Optional.of(found.get(limit - 1).index()))
                        : new Page(found, Optional.empty()));
    }

    /// A batch has no more vouchers than a file has room for.
    Mono<List<BatchLine>> all(Caller caller, String actId) {
        return batch(caller, actId).flatMap(batch -> store.lines(batch, -1, Integer.MAX_VALUE));
    }

    Mono<PurseTimeline> timeline(String purseId, int after, int limit) {
        return store.purse(purseId)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("No voucher has named the purse " + purseId)))
                .flatMap(purse -> Mono.zip(store.gaps(purseId, GAPS_AT_MOST), store.steps(purseId, after, limit))
                        .map(found -> new PurseTimeline(
                                purseId,
                                purse.lastCounter(),
                                purse.synced(),
                                purse.suspectedAt(),
                                found.getT1(),
                                found.getT2(),
                                Optional.of(found.getT2())
                                        .filter(steps -> steps.size() >= limit)
                                        .map(steps -> steps.getLast().counter()))));
    }

    Mono<VoucherDay> day(LocalDate date) {
        var from = date.atStartOfDay(BusinessTime.ZONE).toInstant();
        var to = date.plusDays(1).atStartOfDay(BusinessTime.ZONE).toInstant();
        return Mono.zip(store.received(from, to), store.waiting(from, to), store.settled(date))
                .map(found -> new VoucherDay(date, found.getT1(), found.getT2(), found.getT3()));
    }

    private Mono<UUID> batch(Caller caller, String actId) {
        return store.batch(caller.scope(), actId)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no batch " + actId + " of yours")));
    }
}
