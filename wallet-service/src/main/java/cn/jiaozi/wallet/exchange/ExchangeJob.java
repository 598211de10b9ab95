package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.bank.BankAnswer;
import cn.jiaozi.wallet.bank.BankClient;
import cn.jiaozi.wallet.bank.CoreSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Calls the core for held exchanges and asks it about lost answers. Rows are taken as calls end, so that a slow call
/// holds up nobody; answers are collected for a moment and stored together.
@Component
public class ExchangeJob {
    private static final int TAKE = 32;
    private static final int TOGETHER = 200;
    private static final Duration COLLECT = Duration.ofMillis(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final ExchangeService exchanges;
    private final BankClient bank;
    private final int atOnce;
    private final Job job;

    ExchangeJob(Jobs jobs, ExchangeService exchanges, BankClient bank, CoreSettings core) {
        this.exchanges = exchanges;
        this.bank = bank;
        this.atOnce = core.exchangesAtOnce();
        // The pace of the shortest query after a lost answer.
        this.job = jobs.start("exchange", core.queryAfter(), this::run);
    }

    public void wake() {
        job.wake();
    }

    private Mono<Void> run() {
        var underWay = new AtomicInteger();
        return taken(underWay)
                .flatMap(call -> answered(call).doFinally(_ -> underWay.decrementAndGet()), atOnce, 1)
                .bufferTimeout(TOGETHER, COLLECT)
                .onBackpressureBuffer()
                .concatMap(exchanges::conclude)
                .then();
    }

    /// Takes and takes again while there is something or while calls are under way; meanwhile others may have come.
    private Flux<ExchangeService.Call> taken(AtomicInteger underWay) {
        var last = new AtomicInteger();
        return Mono.defer(() -> exchanges.take(TAKE))
                .doOnNext(calls -> {
                    last.set(calls.size());
                    underWay.addAndGet(calls.size());
                })
                .flatMapIterable(calls -> calls)
                .repeatWhen(rounds -> rounds.takeWhile(_ -> last.get() > 0 || underWay.get() > 0)
                        .concatMap(_ -> last.get() > 0 ? Mono.just(0L) : Mono.delay(LOOK_AGAIN)));
    }

    private Mono<ExchangeService.Answered> answered(ExchangeService.Call call) {
        var transfer = call.transfer();
        var answer = call.isFirst()
                ? bank.transfer(transfer)
                : bank.query(transfer.requestId()).flatMap(known -> switch (known) {
                    // Not found is not failed: it never arrived, so the same request goes out again.
                    case BankAnswer.NotFound _ -> bank.transfer(transfer);
                    case BankAnswer.Done _, BankAnswer.Refused _, BankAnswer.Lost _ -> Mono.just(known);
                });
        return answer.map(known -> new ExchangeService.Answered(call.exchange().businessId(), known));
    }
}
