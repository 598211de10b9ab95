package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Registers merchants and knows who acts for which.
@Service
public class MerchantService {
    private static final long FIRST_VERSION = 1;

    private final MerchantStore store;
    private final Outbox outbox;
    private final MerchantSettings settings;
    private final Clock clock;

    MerchantService(MerchantStore store, Outbox outbox, MerchantSettings settings, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    @Transactional
    public Mono<Begun<Merchant>> register(String party, String actId, Registration said) {
        if (!CreditCode.isValid(said.uscc())) {
            return Mono.error(Problem.badRequest("/uscc", "The check character of the credit code is wrong"));
        }
        var registration = said.completed(settings.merchant().branchCode());
        return store.find(party, actId)
                .map(there -> repeated(there, registration))
                .switchIfEmpty(Mono.defer(() -> store.nextSerial()
                        .map(serial -> merchant(party, actId, registration, serial))
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
                .switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.NOT_FOUND,
                        Reason.MERCHANT_NOT_FOUND,
                        "There is no merchant " + merchantNo + " of yours")));
    }

    /// Whoever asks; for what is allowed by something else than the caller's roles.
    public Mono<Merchant> find(String merchantNo) {
        return store.find(merchantNo);
    }

    /// Whoever asks, of a merchant that must be there.
    public Mono<Merchant> require(String merchantNo) {
        return store.find(merchantNo)
                .switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.NOT_FOUND, Reason.MERCHANT_NOT_FOUND, "There is no merchant " + merchantNo)));
    }

    public Mono<List<Merchant>> find(Collection<String> merchantNos) {
        return store.find(merchantNos);
    }

    /// Their states, for those who keep copies.
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        return store.after(after, atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found -> outbox.announce(
                                found.stream().map(this::announcement).toList())
                        .thenReturn(new Page(found.getLast().merchantNo(), found.size())));
    }

    private Mono<Begun<Merchant>> insert(Merchant merchant) {
        return store.insert(merchant)
                .flatMap(inserted -> inserted
                        ? outbox.announce(List.of(announcement(merchant))).thenReturn(new Begun<>(merchant, false))
                        : store.find(merchant.requestedBy(), merchant.actId())
                                .map(there -> repeated(there, merchant.registration()))
                                .switchIfEmpty(Mono.error(() -> Problem.of(
                                        HttpStatus.CONFLICT,
                                        Reason.MERCHANT_EXISTS,
                                        "The credit code has an active merchant"))));
    }

    private Announcement announcement(Merchant merchant) {
        var payee = merchant.payee(
                settings.operator(), Optional.empty(), merchant.registration().name(), merchant.version());
        return new Announcement(Topics.MERCHANT_PAYEE, payee.key(), payee);
    }

    private Merchant merchant(String party, String actId, Registration registration, long serial) {
        return new Merchant(
                MerchantNumber.of(settings.merchant().numberPrefix(), serial),
                party,
                actId,
                registration,
                Merchant.MerchantState.ACTIVE,
                FIRST_VERSION,
                clock.instant());
    }

    private static Begun<Merchant> repeated(Merchant there, Registration registration) {
        there.registration().difference(registration).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The registration " + there.actId() + " was made with other content");
        });
        return new Begun<>(there, true);
    }
}
