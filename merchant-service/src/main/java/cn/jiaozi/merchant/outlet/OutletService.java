package cn.jiaozi.merchant.outlet;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.onboarding.MerchantSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Opens stores, for the merchant itself or an operator.
@Service
public class OutletService {
    private static final int STORES = 1_000_000;

    private final MerchantService merchants;
    private final OutletStore outlets;
    private final AuditService audit;
    private final Outbox outbox;
    private final MerchantSettings settings;
    private final Clock clock;

    OutletService(
            MerchantService merchants,
            OutletStore outlets,
            AuditService audit,
            Outbox outbox,
            MerchantSettings settings,
            Clock clock) {
        this.merchants = merchants;
        this.outlets = outlets;
        this.audit = audit;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    @Transactional
    public Mono<Begun<Outlet>> open(Caller caller, String merchantNo, String actId, Outlet.Content content) {
        return merchants
                .find(caller, merchantNo)
                .then(outlets.find(merchantNo, actId))
                .map(there -> repeated(there, content))
                .switchIfEmpty(Mono.defer(() -> outlets.nextNumber(merchantNo)
                        .map(number -> outlet(merchantNo, number, actId, content))
                        .flatMap(outlet ->
                                merchants.active(merchantNo).flatMap(merchant -> insert(caller, merchant, outlet)))));
    }

    Mono<Outlet> find(Caller caller, String merchantNo, String actId) {
        return merchants
                .find(caller, merchantNo)
                .then(outlets.find(merchantNo, actId))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no store " + actId)));
    }

    /// Their states, for those who keep copies.
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        int slash = Math.max(0, after.indexOf('/'));
        return outlets.after(after.substring(0, slash), after.substring(Math.min(slash + 1, after.length())), atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found -> merchants
                        .find(found.stream().map(Outlet::merchantNo).distinct().toList())
                        .flatMap(owners -> outbox.announce(announcements(owners, found)))
                        .thenReturn(new Page(
                                found.getLast().merchantNo() + "/"
                                        + found.getLast().storeNo(),
                                found.size())));
    }

    private List<Announcement> announcements(List<Merchant> owners, List<Outlet> found) {
        var byNo = owners.stream().collect(Collectors.toMap(Merchant::merchantNo, Function.identity()));
        return found.stream()
                .map(outlet -> announcement(Objects.requireNonNull(byNo.get(outlet.merchantNo())), outlet))
                .toList();
    }

    /// Ends when the caller acts for the merchant, or is an operator, and the merchant has this store.
    public Mono<Void> known(Caller caller, String merchantNo, String storeNo) {
        return merchants
                .find(caller, merchantNo)
                .then(outlets.numbered(merchantNo, storeNo))
                .switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.NOT_FOUND, Reason.STORE_NOT_FOUND, "The merchant has no store " + storeNo)))
                .then();
    }

    private Mono<Begun<Outlet>> insert(Caller caller, Merchant merchant, Outlet outlet) {
        return outlets.insert(outlet)
                .flatMap(inserted -> inserted
                        ? audit.add(List.of(line(caller, outlet)))
                                .then(outbox.announce(List.of(announcement(merchant, outlet))))
                                .thenReturn(new Begun<>(outlet, false))
                        : outlets.find(outlet.merchantNo(), outlet.actId())
                                .map(there -> repeated(there, outlet.content())));
    }

    private Announcement announcement(Merchant merchant, Outlet outlet) {
        var payee = merchant.storePayee(
                settings.operator(), outlet.storeNo(), outlet.content().name(), outlet.version());
        return new Announcement(Topics.MERCHANT_PAYEE, payee.key(), payee);
    }

    private static AuditLine line(Caller caller, Outlet outlet) {
        return new AuditLine(
                "store:" + outlet.merchantNo() + "/" + outlet.storeNo(),
                Optional.of(outlet.merchantNo()),
                "OPENED",
                caller.scope(),
                Optional.of(outlet.actId()),
                Map.of("name", outlet.content().name()),
                outlet.openedAt());
    }

    private Outlet outlet(String merchantNo, int number, String actId, Outlet.Content content) {
        if (number >= STORES) {
            throw new IllegalStateException("The store numbers of " + merchantNo + " are used up");
        }
        var storeNo = String.format("%06d", number);
        return new Outlet(merchantNo, storeNo, actId, content, Outlet.FIRST_VERSION, clock.instant());
    }

    private static Begun<Outlet> repeated(Outlet there, Outlet.Content content) {
        there.content().difference(content).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The store " + there.actId() + " was opened with other content");
        });
        return new Begun<>(there, true);
    }
}
