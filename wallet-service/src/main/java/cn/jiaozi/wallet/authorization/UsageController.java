package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.wallet.number.WalletNumber;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class UsageController {
    private final UsageService usages;

    UsageController(UsageService usages) {
        this.usages = usages;
    }

    record UsageView(String walletId, LocalDate on, Optional<Long> singleLimitFen, PeriodView day, PeriodView year) {}

    /// @param leftFen absent where there is no limit
    record PeriodView(long usedFen, Optional<Long> limitFen, Optional<Long> leftFen) {
        static PeriodView of(long usedFen, Optional<Long> limitFen) {
            return new PeriodView(usedFen, limitFen, limitFen.map(limit -> Math.max(0, limit - usedFen)));
        }
    }

    @GetMapping("/v1/wallets/{walletId}/usage")
    Mono<UsageView> get(Caller caller, @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId) {
        return usages.find(walletId)
                .filter(usage -> usage.wallet().ownerParty().equals(caller.party()) || caller.is(Role.OPERATOR))
                .switchIfEmpty(Mono.error(Problem.forbidden("The wallet belongs to somebody else")))
                .map(usage -> new UsageView(
                        walletId,
                        usage.today(),
                        usage.terms().singleFen(),
                        PeriodView.of(usage.dayFen(), usage.terms().dailyFen()),
                        PeriodView.of(usage.yearFen(), usage.terms().annualFen())));
    }
}
