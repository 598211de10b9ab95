package cn.jiaozi.wallet.query;

import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.bank.BankAnswer;
import cn.jiaozi.wallet.bank.BankClient;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Calls the core for what it is asked.
@Component
public class QueryJob {
    private static final int ROUND = 100;

    private final QueryService queries;
    private final BankClient bank;
    private final int atOnce;
    private final Job job;

    private record Heard(String businessId, BankAnswer answer) {}

    QueryJob(Jobs jobs, QueryService queries, BankClient bank, QuerySettings settings) {
        this.queries = queries;
        this.bank = bank;
        this.atOnce = settings.atOnce();
        this.job = jobs.start("core-query", settings.again(), this::run);
    }

    public void wake() {
        job.wake();
    }

    private Mono<Void> run() {
        return Mono.defer(() -> queries.take(ROUND))
                .flatMap(taken -> taken.isEmpty() ? Mono.just(0) : asked(taken).thenReturn(taken.size()))
                .repeat()
                .takeUntil(taken -> taken == 0)
                .then();
    }

    private Mono<Void> asked(List<CoreQuery> taken) {
        return Flux.fromIterable(taken)
                .flatMap(
                        query -> bank.query(query.requestId()).map(answer -> new Heard(query.businessId(), answer)),
                        atOnce)
                .collectMap(Heard::businessId, Heard::answer)
                .flatMap(answers -> queries.conclude(taken, answers));
    }
}
