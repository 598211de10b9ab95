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
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
        var flaw = OutletRules.flaw(content, settings.operator());
        if (flaw.isPresent()) {
            return Mono.error(flaw.get().problem());
        }
        return merchants
                .find(caller, merchantNo)
                .then(outlets.find(merchantNo, actId))
                .map(there -> repeated(there, content))
                .switchIfEmpty(Mono.defer(() -> outlets.nextNumber(merchantNo)
                        .map(number -> outlet(caller, merchantNo, number, actId, content))
                        .flatMap(outlet ->
                                merchants.active(merchantNo).flatMap(merchant -> insert(caller, merchant, outlet)))));
    }

    Mono<Outlet> find(Caller caller, String merchantNo, String actId) {
        return merchants
                .find(caller, merchantNo)
                .then(outlets.find(merchantNo, actId))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no store " + actId)));
    }

    /// The next ones of a merchant, in whatever state.
    Mono<List<Outlet>> page(Caller caller, String merchantNo, String after, int atMost) {
        return merchants.find(caller, merchantNo).then(outlets.of(merchantNo, after, atMost));
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

    /// What somebody has decided about the own wallet of a store; the caller has locked the merchant.
    @Transactional
    public Mono<Void> decide(Merchant merchant, String storeNo, boolean approved, String reviewer, AuditLine line) {
        return outlets.numbered(merchant.merchantNo(), storeNo)
                .switchIfEmpty(Mono.error(() -> unknown(storeNo)))
                .flatMap(outlet -> switch (OutletRules.decide(outlet, approved, reviewer)) {
                    case OutletRules.Decided(var after) ->
                        outlets.save(after)
                                .then(audit.add(List.of(line)))
                                .then(
                                        approved
                                                ? outbox.announce(List.of(announcement(merchant, after)))
                                                : Mono.empty());
                    case OutletRules.AlreadyDecided _ ->
                        Mono.error(Problem.of(
                                HttpStatus.CONFLICT,
                                Reason.MERCHANT_STATE_INVALID,
                                "The store is " + outlet.state() + " and not to be decided"));
                    case OutletRules.SamePerson _ ->
                        Mono.error(Problem.of(
                                HttpStatus.FORBIDDEN,
                                Reason.FOUR_EYES,
                                "Who has named the store's wallet does not agree to it; another operator has to"));
                });
    }

    /// Ends when the caller acts for the merchant, or is an operator, and the merchant has this store.
    public Mono<Void> known(Caller caller, String merchantNo, String storeNo) {
        return merchants
                .find(caller, merchantNo)
                .then(outlets.numbered(merchantNo, storeNo))
                .filter(Outlet::isOpen)
                .switchIfEmpty(Mono.error(() -> unknown(storeNo)))
                .then();
    }

    /// Ends when the caller acts for the merchant, or is an operator, and the store, if one is named, is the
    // merchant's.
    public Mono<Void> known(Caller caller, WalletOwner owner) {
        return owner.storeNo()
                .map(storeNo -> known(caller, owner.merchantNo(), storeNo))
                .orElseGet(() -> merchants.find(caller, owner.merchantNo()).then());
    }

    /// The last digits of the bank account that the money of a store goes to: its own wallet's, or its merchant's.
    public Mono<Optional<String>> accountTail(Merchant merchant, String storeNo) {
        return outlets.numbered(merchant.merchantNo(), storeNo)
                .filter(outlet -> outlet.content().walletId().isPresent())
                .map(outlet -> outlet.content().settlementAccountTail())
                .defaultIfEmpty(merchant.registration().settlementAccountTail());
    }

    private Mono<Begun<Outlet>> insert(Caller caller, Merchant merchant, Outlet outlet) {
        return outlets.insert(outlet)
                .flatMap(inserted -> inserted
                        ? audit.add(List.of(line(caller, outlet)))
                                .then(
                                        outlet.isOpen()
                                                ? outbox.announce(List.of(announcement(merchant, outlet)))
                                                : Mono.empty())
                                .thenReturn(new Begun<>(outlet, false))
                        : outlets.find(outlet.merchantNo(), outlet.actId())
                                .map(there -> repeated(there, outlet.content()))
                                .switchIfEmpty(Mono.error(() -> Problem.conflict(
                                        "/walletId", "The wallet is that of a merchant, or of another store"))));
    }

    private Announcement announcement(Merchant merchant, Outlet outlet) {
        var payee = merchant.storePayee(
                settings.operator(),
                outlet.storeNo(),
                outlet.content().name(),
                outlet.content().walletId(),
                outlet.version());
        return new Announcement(Topics.MERCHANT_PAYEE, payee.key(), payee);
    }

    private static Problem unknown(String storeNo) {
        return Problem.of(HttpStatus.NOT_FOUND, Reason.STORE_NOT_FOUND, "The merchant has no store " + storeNo);
    }

    private static AuditLine line(Caller caller, Outlet outlet) {
        var detail = new TreeMap<String, String>();
        detail.put("name", outlet.content().name());
        outlet.content().walletId().ifPresent(wallet -> detail.put("walletId", wallet));
        return new AuditLine(
                "store:" + outlet.merchantNo() + "/" + outlet.storeNo(),
                Optional.of(outlet.merchantNo()),
                outlet.isOpen() ? "OPENED" : "PROPOSED",
                caller.scope(),
                Optional.of(outlet.actId()),
                detail,
                outlet.openedAt());
    }

    private Outlet outlet(Caller caller, String merchantNo, int number, String actId, Outlet.Content content) {
        if (number >= STORES) {
            throw new IllegalStateException("The store numbers of " + merchantNo + " are used up");
        }
        var storeNo = String.format("%06d", number);
        return new Outlet(
                merchantNo,
                storeNo,
                actId,
                content,
                OutletRules.stateOf(content),
                Optional.of(caller.party()),
                Outlet.FIRST_VERSION,
                clock.instant());
    }

    private static Begun<Outlet> repeated(Outlet there, Outlet.Content content) {
        there.content().difference(content).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The store " + there.actId() + " was opened with other content");
        });
        return new Begun<>(there, true);
    }
}
