package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.merchant.fee.Turnover.Refunded;
import cn.jiaozi.merchant.fee.Turnover.Sold;
import cn.jiaozi.merchant.onboarding.MerchantSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Makes fees out of what merchants took, and returns out of what they gave back.
@Service
public class ChargingService {
    /// Fees of one merchant that one batch of sales brings back to the ledger.
    private static final int SET_OFF_AT_MOST = 50;

    private final FeePlanStore plans;
    private final FeeStore fees;
    private final ReturnStore returns;
    private final Asking asking;
    private final MerchantSettings settings;
    private final Clock clock;

    ChargingService(
            FeePlanStore plans,
            FeeStore fees,
            ReturnStore returns,
            Asking asking,
            MerchantSettings settings,
            Clock clock) {
        this.plans = plans;
        this.fees = fees;
        this.returns = returns;
        this.asking = asking;
        this.settings = settings;
        this.clock = clock;
    }

    /// In the transaction that has kept the sales.
    ///
    /// @param turnovers that were not heard before
    @Transactional
    public Mono<Void> charge(List<Turnover> turnovers) {
        var sold = of(turnovers, Sold.class);
        var refunded = of(turnovers, Refunded.class);
        return (sold.isEmpty() ? Mono.<Void>empty() : setOff(sold).then(chargeAll(sold)))
                .then(refunded.isEmpty() ? Mono.empty() : Mono.defer(() -> giveBack(refunded)));
    }

    /// Refunds that were heard before their payments.
    ///
    /// @return how many
    @Transactional
    Mono<Integer> catchUp(int atMost) {
        return returns.arrived(atMost)
                .flatMap(arrived ->
                        arrived.isEmpty() ? Mono.just(0) : giveBack(arrived).thenReturn(arrived.size()));
    }

    /// Joins the caller's transaction.
    Mono<Void> ask(List<Fee> asked) {
        var now = clock.instant();
        return asking.ask(asked.stream()
                .filter(fee -> fee.state() == FeeState.REQUESTED)
                .sorted(Comparator.comparing(Fee::requestedAt).thenComparing(Fee::businessId))
                .map(fee -> new Ask(fee.walletId(), fee.entry(settings.operator(), now)))
                .toList());
    }

    /// What is owed comes first.
    private Mono<Void> setOff(List<Sold> sold) {
        var sums = new TreeMap<String, Long>();
        sold.forEach(each -> sums.merge(each.merchantNo(), each.amountFen(), Math::addExact));
        return fees.setOff(List.copyOf(sums.keySet()), List.copyOf(sums.values()), SET_OFF_AT_MOST)
                .flatMap(this::ask);
    }

    private Mono<Void> chargeAll(List<Sold> sold) {
        var now = clock.instant();
        return plans.plans(sold.stream().map(Sold::merchantNo).collect(Collectors.toSet()))
                .map(known ->
                        sold.stream().flatMap(each -> fee(each, known, now)).toList())
                .flatMap(made -> fees.insert(made).then(ask(made)));
    }

    /// By the plan of the accounting date, which was settled before that date began.
    private static Stream<Fee> fee(Sold sold, Plans known, Instant now) {
        return known.inForce(sold.merchantNo(), sold.accountingDate()).stream().flatMap(agreed -> {
            long feeFen = agreed.plan().terms().feeFen(sold.amountFen());
            return feeFen > 0 ? Stream.of(Fee.of(sold, agreed, feeFen, now)) : Stream.empty();
        });
    }

    /// The fees are locked, so that two refunds of one payment take turns; what is not known yet waits.
    private Mono<Void> giveBack(List<Refunded> refunds) {
        var payments = refunds.stream().map(Refunded::paymentBusinessId).collect(Collectors.toSet());
        return returns.heard(payments)
                .flatMap(heard -> returns.lock(payments).flatMap(known -> giveBack(refunds, heard, known)));
    }

    private Mono<Void> giveBack(List<Refunded> refunds, Set<String> heard, List<Basis> known) {
        var now = clock.instant();
        Map<String, Basis> standing = known.stream()
                .collect(Collectors.toMap(
                        basis -> basis.fee().paymentBusinessId(), Function.identity(), (a, _) -> a, HashMap::new));
        var changed = new LinkedHashMap<String, Basis>();
        var made = new ArrayList<Fee>();
        for (var refund : refunds) {
            var basis = standing.get(refund.paymentBusinessId());
            if (basis != null) {
                var step = basis.refunded(refund, now);
                standing.put(refund.paymentBusinessId(), step.basis());
                changed.put(refund.paymentBusinessId(), step.basis());
                step.returned().ifPresent(made::add);
            }
        }
        var early = refunds.stream()
                .filter(refund -> !heard.contains(refund.paymentBusinessId())
                        && !standing.containsKey(refund.paymentBusinessId()))
                .toList();
        return returns.write(changed.values())
                .then(fees.insert(made))
                .then(ask(made))
                .then(returns.await(early, now));
    }

    /// Each once, though it was told twice in one batch.
    private static <T extends Turnover> List<T> of(List<Turnover> turnovers, Class<T> type) {
        return turnovers.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .collect(Collectors.toMap(Turnover::businessId, Function.identity(), (a, _) -> a, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }
}
