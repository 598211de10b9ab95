package cn.jiaozi.merchant.onboarding;

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
import cn.jiaozi.merchant.number.MerchantNumber;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Takes applications, knows who acts for which merchant and what has become of each. Whoever changes one holds the
/// lock on its row.
@Service
public class MerchantService {
    private final MerchantStore store;
    private final AuditService audit;
    private final Outbox outbox;
    private final MerchantSettings settings;
    private final AdvanceSettings advances;
    private final Clock clock;

    MerchantService(
            MerchantStore store,
            AuditService audit,
            Outbox outbox,
            MerchantSettings settings,
            AdvanceSettings advances,
            Clock clock) {
        this.store = store;
        this.audit = audit;
        this.outbox = outbox;
        this.settings = settings;
        this.advances = advances;
        this.clock = clock;
    }

    /// Numbers the merchant; whether it may sell, somebody else decides, and nobody else hears of it before.
    @Transactional
    public Mono<Begun<Merchant>> apply(String party, String actId, Application said) {
        var flaw = ApplicationRules.flaw(said, settings.operator());
        if (flaw.isPresent()) {
            return Mono.error(flaw.get().problem());
        }
        var registration = said.registration(settings.merchant().branchCode());
        return store.find(party, actId)
                .map(there -> repeated(there, registration))
                .switchIfEmpty(Mono.defer(() -> store.nextSerial()
                        .map(serial -> MerchantNumber.of(settings.merchant().numberPrefix(), serial))
                        .map(number -> Merchant.applied(number, party, actId, registration, clock.instant()))
                        .flatMap(this::insert)));
    }

    Mono<Merchant> registered(String party, String actId) {
        return store.find(party, actId)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no registration " + actId)));
    }

    /// For those who act for the merchant and for operators; others are told that there is none.
    public Mono<Merchant> find(Caller caller, String merchantNo) {
        return store.find(merchantNo)
                .filter(merchant -> merchant.isOpenTo(caller))
                .switchIfEmpty(Mono.error(() -> unknown(merchantNo)));
    }

    /// Whoever asks; for what is allowed by something else than the caller's roles.
    public Mono<Merchant> find(String merchantNo) {
        return store.find(merchantNo);
    }

    /// Whoever asks, of a merchant that must be there.
    public Mono<Merchant> require(String merchantNo) {
        return store.find(merchantNo).switchIfEmpty(Mono.error(() -> unknown(merchantNo)));
    }

    public Mono<List<Merchant>> find(Collection<String> merchantNos) {
        return store.find(merchantNos);
    }

    /// Of one state, or all, in the order of their numbers, which is that of their applications.
    Mono<List<Merchant>> after(Optional<MerchantState> state, String merchantNo, int atMost) {
        return store.after(state, merchantNo, atMost);
    }

    /// A merchant that is active, and stays so until the caller's transaction ends.
    @Transactional
    public Mono<Merchant> active(String merchantNo) {
        return store.share(merchantNo)
                .switchIfEmpty(Mono.error(() -> unknown(merchantNo)))
                .filter(Merchant::isActive)
                .switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.CONFLICT,
                        Reason.MERCHANT_INACTIVE,
                        "The merchant is not active; it gets nothing new")));
    }

    /// The merchant as it stays until the caller's transaction ends.
    @Transactional
    public Mono<Merchant> lock(String merchantNo) {
        return store.lock(merchantNo).switchIfEmpty(Mono.error(() -> unknown(merchantNo)));
    }

    /// Keeps what has become of a locked merchant, and tells those who keep copies.
    @Transactional
    public Mono<Merchant> change(Merchant after, AuditLine line) {
        return store.save(List.of(after), advances::limitFen)
                .then(audit.add(List.of(line)))
                .then(outbox.announce(announcements(List.of(after))))
                .thenReturn(after);
    }

    /// Tells merchants anew whose limits are others than when they were told last.
    ///
    /// @return how many
    @Transactional
    public Mono<Integer> announceLimits(int atMost) {
        return store.lockDiffering(advances.limits(), atMost)
                .map(found -> found.stream().map(Merchant::anew).toList())
                .flatMap(anew -> store.save(anew, advances::limitFen)
                        .then(outbox.announce(announcements(anew)))
                        .thenReturn(anew.size()));
    }

    /// Their states, for those who keep copies.
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        return store.after(Optional.empty(), after, atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found -> outbox.announce(announcements(found))
                        .thenReturn(new Page(found.getLast().merchantNo(), found.size())));
    }

    private Mono<Begun<Merchant>> insert(Merchant merchant) {
        return store.isStoresWallet(merchant.registration().walletId())
                .flatMap(taken -> taken
                        ? Mono.error(Problem.conflict("/walletId", "The wallet is that of a store"))
                        : store.insert(merchant))
                .flatMap(inserted -> inserted
                        ? audit.add(List.of(applied(merchant))).thenReturn(new Begun<>(merchant, false))
                        : store.find(merchant.requestedBy(), merchant.actId())
                                .map(there -> repeated(there, merchant.registration()))
                                .switchIfEmpty(Mono.error(() -> Problem.of(
                                        HttpStatus.CONFLICT,
                                        Reason.MERCHANT_EXISTS,
                                        "The credit code has a merchant, or one that was applied for"))));
    }

    private List<Announcement> announcements(List<Merchant> merchants) {
        return merchants.stream()
                .filter(merchant -> merchant.state().isAnnounced())
                .map(merchant -> merchant.payee(settings.operator(), advances.limitFen(merchant)))
                .map(payee -> new Announcement(Topics.MERCHANT_PAYEE, payee.key(), payee))
                .toList();
    }

    private static AuditLine applied(Merchant merchant) {
        return AuditLine.ofMerchant(
                merchant.merchantNo(),
                "APPLIED",
                merchant.requestedBy(),
                Optional.of(merchant.actId()),
                Map.of("uscc", merchant.registration().uscc()),
                merchant.registeredAt());
    }

    private static Begun<Merchant> repeated(Merchant there, Registration registration) {
        there.registration().difference(registration).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The registration " + there.actId() + " was made with other content");
        });
        return new Begun<>(there, true);
    }

    private static Problem unknown(String merchantNo) {
        return Problem.of(
                HttpStatus.NOT_FOUND, Reason.MERCHANT_NOT_FOUND, "There is no merchant " + merchantNo + " of yours");
    }
}
