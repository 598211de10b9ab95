package cn.jiaozi.wallet.opening;

import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.WalletSettings;
import cn.jiaozi.wallet.bank.BankClient;
import cn.jiaozi.wallet.bank.CoreSettings;
import cn.jiaozi.wallet.number.Phone;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Has linked bank accounts verified at the core.
@Component
class OpeningJob {
    private final OpeningService openings;
    private final BankClient bank;
    private final int atOnce;
    private final Job job;

    OpeningJob(Jobs jobs, OpeningService openings, BankClient bank, CoreSettings core, WalletSettings settings) {
        this.openings = openings;
        this.bank = bank;
        this.atOnce = core.verificationsAtOnce();
        var every = settings.sweepEvery().compareTo(core.queryAfter()) < 0 ? settings.sweepEvery() : core.queryAfter();
        this.job = jobs.start("verify", every, this::run);
    }

    void wake() {
        job.wake();
    }

    private Mono<Void> run() {
        return openings.takeUnverified(atOnce)
                .repeat()
                .takeUntil(taken -> taken.size() < atOnce)
                .concatMap(taken -> Mono.just(taken)
                        .flatMapIterable(all -> all)
                        .flatMap(this::verify, atOnce)
                        .collectList()
                        .filter(results -> !results.isEmpty())
                        .flatMap(openings::conclude))
                .then();
    }

    private Mono<OpeningService.Verified> verify(OpeningService.Unverified unverified) {
        var identity = unverified.identity();
        return bank.verify(
                        identity.accountNo().orElseThrow(),
                        identity.name().orElseThrow(),
                        identity.idNo(),
                        identity.phone().map(Phone::national))
                .map(result -> new OpeningService.Verified(unverified.wallet().walletId(), result));
    }
}
