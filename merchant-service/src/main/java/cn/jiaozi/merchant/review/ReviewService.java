package cn.jiaozi.merchant.review;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.outlet.OutletService;
import cn.jiaozi.merchant.review.ReviewRules.Decided;
import cn.jiaozi.merchant.review.ReviewRules.OfStore;
import cn.jiaozi.merchant.review.ReviewRules.Refused;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Reviews merchants, each under the lock on its row, so that of two decisions at once the second finds it decided.
@Service
class ReviewService {
    private final MerchantService merchants;
    private final OutletService outlets;
    private final ReviewStore store;
    private final Clock clock;

    ReviewService(MerchantService merchants, OutletService outlets, ReviewStore store, Clock clock) {
        this.merchants = merchants;
        this.outlets = outlets;
        this.store = store;
        this.clock = clock;
    }

    /// A repeat is told what was decided first, whatever became of the merchant since.
    @Transactional
    public Mono<Begun<Review>> review(Caller caller, String merchantNo, String id, Review.Content said) {
        var flaw = ReviewRules.flaw(said);
        if (flaw.isPresent()) {
            return Mono.error(flaw.get().problem());
        }
        return merchants
                .lock(merchantNo)
                .flatMap(merchant -> store.find(merchantNo, caller.party(), id)
                        .map(there -> repeated(there, said))
                        .switchIfEmpty(Mono.defer(() ->
                                decided(merchant, new Review(merchantNo, caller.party(), id, said, clock.instant())))));
    }

    Mono<Review> find(Caller caller, String merchantNo, String id) {
        return store.find(merchantNo, caller.party(), id)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no review " + id + " of yours")));
    }

    private Mono<Begun<Review>> decided(Merchant merchant, Review review) {
        return switch (ReviewRules.decide(merchant, review)) {
            case Decided(var after, var act) ->
                store.insert(review)
                        .then(merchants.change(after, line(merchant, review, act)))
                        .thenReturn(new Begun<>(review, false));
            case OfStore(var storeNo, var approved, var act) ->
                outlets.decide(merchant, storeNo, approved, review.reviewedBy(), line(merchant, review, act))
                        .then(store.insert(review))
                        .thenReturn(new Begun<>(review, false));
            case Refused(var reason, var detail) -> Mono.error(Problem.of(status(reason), reason, detail));
        };
    }

    private static HttpStatus status(Reason reason) {
        return reason == Reason.FOUR_EYES ? HttpStatus.FORBIDDEN : HttpStatus.CONFLICT;
    }

    private static AuditLine line(Merchant before, Review review, String act) {
        Map<String, String> detail = new TreeMap<>();
        review.content().storeNo().ifPresent(storeNo -> detail.put("storeNo", storeNo));
        review.content().riskGrade().ifPresent(grade -> detail.put("riskGrade", grade.name()));
        if (review.content().storeNo().isEmpty()) {
            before.riskGrade().ifPresent(grade -> detail.put("riskGradeBefore", grade.name()));
        }
        review.content().reason().ifPresent(reason -> detail.put("reason", reason));
        return AuditLine.ofMerchant(
                review.merchantNo(), act, review.reviewedBy(), Optional.of(review.id()), detail, review.at());
    }

    private static Begun<Review> repeated(Review there, Review.Content said) {
        there.content().difference(said).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The review " + there.id() + " was made with other content");
        });
        return new Begun<>(there, true);
    }
}
