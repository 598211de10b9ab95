package cn.jiaozi.merchant.receipt;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.onboarding.MerchantSettings;
import cn.jiaozi.merchant.paper.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Makes receipts out of what is known, and knows them again.
@Service
class ReceiptService {
    private static final String PAYOUTS = "payout:";
    /// More than clocks differ.
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final Duration HELD_UP = Duration.ofMinutes(10);
    private static final Duration A_DAY = Duration.ofHours(25);

    private final ReceiptStore store;
    private final MerchantService merchants;
    private final MerchantSettings settings;
    private final Clock clock;

    ReceiptService(ReceiptStore store, MerchantService merchants, MerchantSettings settings, Clock clock) {
        this.store = store;
        this.merchants = merchants;
        this.settings = settings;
        this.clock = clock;
    }

    Mono<Receipt> ofSale(Caller caller, String merchantNo, String businessId) {
        return merchants
                .find(caller, merchantNo)
                .flatMap(merchant -> store.sold(merchantNo, businessId)
                        .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such sale of this merchant")))
                        .flatMap(sold -> issue(sold, merchant))
                        .map(ReceiptService::given));
    }

    Mono<Receipt> ofPayout(Caller caller, String merchantNo, String id) {
        return merchants
                .find(caller, merchantNo)
                .flatMap(merchant -> store.paidOut(merchantNo, id)
                        .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such payout of this merchant")))
                        .flatMap(payout -> issue(payout, merchant))
                        .map(ReceiptService::given));
    }

    Mono<ReceiptCheck> check(String receiptNo, String code) {
        return store.of(ReceiptNumber.parse(receiptNo))
                .flatMap(leg -> merchants
                        .require(leg.merchantNo())
                        .flatMap(merchant -> leg.businessId().startsWith(PAYOUTS)
                                ? checkPayout(receiptNo, code, leg, merchant)
                                : store.sold(leg.merchantNo(), leg.businessId())
                                        .flatMap(sold -> issue(sold, merchant))
                                        .map(issue -> check(receiptNo, code, issue, Optional.empty()))))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("receiptNo", "There is no receipt of that number")));
    }

    /// The receipt of a payout stays genuine when the money came back; only that must be said.
    private Mono<ReceiptCheck> checkPayout(String receiptNo, String code, ReceiptStore.Of leg, Merchant merchant) {
        return store.paidOut(leg.merchantNo(), leg.businessId().substring(PAYOUTS.length()))
                .flatMap(payout -> leg.txType().equals(TxType.PAYOUT_RETURN.name())
                        ? issue(payout, merchant).map(issue -> check(receiptNo, code, issue, Optional.empty()))
                        : paid(payout)
                                .map(legs -> ReceiptRules.payout(payout, legs, holder(merchant, payout.walletId())))
                                .map(issue -> check(receiptNo, code, issue, payout.returnedOn())));
    }

    private static ReceiptCheck check(String receiptNo, String code, Issue issue, Optional<LocalDate> returnedOn) {
        return ReceiptCheck.of(receiptNo, code, given(issue), returnedOn);
    }

    private Mono<Issue> issue(Sold sold, Merchant merchant) {
        return booked(sold.accountingDate(), sold.businessId(), sold.txType(), sold.at())
                .map(legs -> ReceiptRules.ofSale(sold, legs, holder(merchant, sold.walletId())));
    }

    private Mono<Issue> issue(PaidOut payout, Merchant merchant) {
        return paid(payout)
                .flatMap(paid -> booked(payout, TxType.PAYOUT_RETURN, payout.returnedOn(), payout.returnedAt())
                        .map(returned ->
                                ReceiptRules.ofPayout(payout, paid, returned, holder(merchant, payout.walletId()))));
    }

    private Mono<List<Booked>> paid(PaidOut payout) {
        return booked(payout, TxType.PAYOUT, payout.paidOn(), payout.paidAt());
    }

    private Mono<List<Booked>> booked(PaidOut payout, TxType txType, Optional<LocalDate> on, Optional<Instant> at) {
        return on.flatMap(day -> at.map(moment -> booked(day, payout.businessId(), txType, moment)))
                .orElseGet(() -> Mono.just(List.of()));
    }

    /// Mostly it was booked some milliseconds before it was told of; what an outage held up, farther back.
    private Mono<List<Booked>> booked(LocalDate on, String businessId, TxType txType, Instant toldAt) {
        // What was told of just now may not be here yet; whoever asks again must not read the whole day each time.
        boolean isFresh = Duration.between(toldAt, clock.instant()).abs().compareTo(HELD_UP) < 0;
        return Flux.just(AT_ONCE, HELD_UP, A_DAY)
                .filter(back -> !isFresh || !back.equals(A_DAY))
                .concatMap(back -> store.booked(on, businessId, txType, toldAt.minus(back), toldAt.plus(AT_ONCE)))
                .filter(found -> !found.isEmpty())
                .next()
                .defaultIfEmpty(List.of());
    }

    private Holder holder(Merchant merchant, String walletId) {
        return Holder.of(merchant, walletId, settings.operator());
    }

    private static Receipt given(Issue issue) {
        return switch (issue) {
            case Issue.Given given -> given.receipt();
            case Issue.Refused refused -> throw refused.problem();
        };
    }
}
