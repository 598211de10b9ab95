package cn.jiaozi.merchant.standing;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.onboarding.Ruling;
import cn.jiaozi.merchant.standing.StandingRules.Moved;
import cn.jiaozi.merchant.standing.StandingRules.Refused;
import cn.jiaozi.merchant.standing.StandingRules.Repeated;
import cn.jiaozi.merchant.standing.StandingRules.StandingAct;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Suspends, reinstates and closes merchants, each under the lock on its row.
@Service
class StandingService {
    private final MerchantService merchants;
    private final List<Unfinished> features;
    private final Clock clock;

    StandingService(MerchantService merchants, List<Unfinished> features, Clock clock) {
        this.merchants = merchants;
        this.features = List.copyOf(features);
        this.clock = clock;
    }

    @Transactional
    public Mono<Begun<Merchant>> act(Caller caller, String merchantNo, StandingAct act, String reason) {
        return merchants
                .lock(merchantNo)
                .flatMap(merchant -> unfinished(merchantNo, act)
                        .flatMap(open -> decided(
                                merchant,
                                act,
                                new Ruling(caller.party(), Optional.of(reason), clock.instant()),
                                open)));
    }

    private Mono<List<String>> unfinished(String merchantNo, StandingAct act) {
        return act == StandingAct.CLOSING
                ? Flux.fromIterable(features)
                        .concatMap(feature -> feature.of(merchantNo))
                        .collectList()
                : Mono.just(List.of());
    }

    private Mono<Begun<Merchant>> decided(Merchant merchant, StandingAct act, Ruling ruling, List<String> open) {
        return switch (StandingRules.decide(merchant, act, ruling, open)) {
            case Moved(var after) -> merchants.change(after, line(after, act)).map(moved -> new Begun<>(moved, false));
            case Repeated _ -> Mono.just(new Begun<>(merchant, true));
            case Refused(var why, var detail) -> Mono.error(Problem.of(status(why), why, detail));
        };
    }

    private static HttpStatus status(Reason reason) {
        return reason == Reason.FOUR_EYES ? HttpStatus.FORBIDDEN : HttpStatus.CONFLICT;
    }

    private static AuditLine line(Merchant after, StandingAct act) {
        var ruling = after.ruling();
        return AuditLine.ofMerchant(
                after.merchantNo(),
                act.past(),
                ruling.by(),
                Optional.empty(),
                Map.of("reason", ruling.reason().orElseThrow()),
                ruling.at());
    }
}
