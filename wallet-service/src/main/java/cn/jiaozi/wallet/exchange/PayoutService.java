package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.wallet.kyc.Identity;
import cn.jiaozi.wallet.kyc.KycService;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.restriction.Posture;
import cn.jiaozi.wallet.restriction.RestrictionService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Begins the exchanges that merchant-service asks for; everything after that is the same for all of them.
@Service
public class PayoutService {
    private static final Logger log = LoggerFactory.getLogger(PayoutService.class);

    private final ExchangeStore store;
    private final EndingService ends;
    private final WalletService wallets;
    private final RestrictionService restrictions;
    private final KycService kyc;
    private final Asking asking;
    private final Outbox outbox;
    private final MeterRegistry metrics;
    private final Clock clock;

    /// What is known of the wallets that are to pay.
    private record Payers(
            Map<String, Wallet> wallets, Map<String, Posture> postures, Map<String, Identity> identities) {}

    PayoutService(
            ExchangeStore store,
            EndingService ends,
            WalletService wallets,
            RestrictionService restrictions,
            KycService kyc,
            Asking asking,
            Outbox outbox,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.ends = ends;
        this.wallets = wallets;
        this.restrictions = restrictions;
        this.kyc = kyc;
        this.asking = asking;
        this.outbox = outbox;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// A repeat is told what became of the first, and the ledger is asked to tell its part again.
    @Transactional
    public Mono<Void> hear(List<PayoutRequested> requests) {
        if (requests.isEmpty()) {
            return Mono.empty();
        }
        var walletIds = requests.stream().map(PayoutRequested::walletId).collect(Collectors.toUnmodifiableSet());
        return store.lock(requests.stream()
                        .map(PayoutRequested::businessId)
                        .distinct()
                        .toList())
                .flatMap(known -> payers(walletIds).flatMap(payers -> decide(requests, known, payers)));
    }

    /// One after the other: they share the transaction's one connection.
    private Mono<Payers> payers(Collection<String> walletIds) {
        return wallets.find(walletIds)
                .flatMap(found -> restrictions
                        .postures(walletIds)
                        .flatMap(postures ->
                                kyc.find(walletIds).map(identities -> new Payers(found, postures, identities))));
    }

    private Mono<Void> decide(List<PayoutRequested> requests, List<Exchange> known, Payers payers) {
        var stored = new HashMap<String, Exchange>();
        known.forEach(exchange -> stored.put(exchange.businessId(), exchange));
        var begun = new LinkedHashMap<String, Exchange>();
        var repeated = new LinkedHashMap<String, Exchange>();
        var conflicts = new ArrayList<WalletEvent>();
        for (var request : requests) {
            var id = request.businessId();
            var before = Optional.ofNullable(stored.get(id));
            if (before.isPresent()) {
                difference(before.get(), request)
                        .ifPresentOrElse(
                                field -> conflicts.add(conflict(id, field)), () -> repeated.put(id, before.get()));
            } else {
                begun(request, payers).ifPresent(exchange -> {
                    stored.put(id, exchange);
                    begun.put(id, exchange);
                });
            }
        }
        repeated.keySet().removeAll(begun.keySet());
        return store.insert(List.copyOf(begun.values()))
                .flatMap(inserted -> begin(begun.values(), inserted, payers))
                .then(again(List.copyOf(repeated.values()), payers))
                .then(outbox.announce(conflicts.stream()
                        .map(event -> new Announcement(Topics.WALLET, event.businessId(), event))
                        .toList()));
    }

    private Mono<Void> begin(Collection<Exchange> begun, Set<String> inserted, Payers payers) {
        var mine = begun.stream()
                .filter(exchange -> inserted.contains(exchange.businessId()))
                .toList();
        mine.forEach(ends::count);
        return asking.ask(mine.stream()
                        .filter(exchange -> !exchange.finished())
                        .map(exchange -> ExchangeAsks.hold(exchange, wallet(exchange, payers)))
                        .toList())
                .then(ends.tell(mine, clock.instant()));
    }

    private Mono<Void> again(List<Exchange> repeated, Payers payers) {
        List<Ask> asks = repeated.stream()
                .flatMap(exchange -> payers.wallets().containsKey(exchange.walletId())
                        ? ExchangeAsks.again(exchange, wallet(exchange, payers)).stream()
                        : Stream.<Ask>empty())
                .toList();
        return asking.ask(asks).then(ends.tell(repeated, clock.instant()));
    }

    /// Empty while nobody can read which account is linked: then it is asked for again.
    private Optional<Exchange> begun(PayoutRequested request, Payers payers) {
        var requested = requested(request);
        var terms = requested.payout().orElseThrow();
        var wallet = Optional.ofNullable(payers.wallets().get(request.walletId()));
        if (wallet.isEmpty()) {
            return Optional.of(requested.refused(Reason.WALLET_NOT_FOUND));
        }
        var posture = payers.postures().getOrDefault(request.walletId(), Posture.FREE);
        var accountNo =
                Optional.ofNullable(payers.identities().get(request.walletId())).flatMap(Identity::accountNo);
        if (accountNo.isEmpty() && wallet.get().hasLinkedAccount()) {
            log.warn("{} waits: the account linked to {} cannot be read", request.businessId(), request.walletId());
            return Optional.empty();
        }
        return Optional.of(ExchangeRules.refusal(wallet.get(), terms, posture, accountNo.orElse(""))
                .map(requested::refused)
                .orElse(requested));
    }

    private Exchange requested(PayoutRequested request) {
        return new Exchange(
                request.businessId(),
                "merchant:" + request.merchantNo(),
                request.businessId().substring(Exchange.PAYOUT_NOUN.length() + 1),
                request.walletId(),
                ExchangeKind.REDEEM,
                request.atMostFen(),
                Optional.empty(),
                Optional.of(terms(request)),
                ExchangeState.REQUESTED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    private static PayoutTerms terms(PayoutRequested request) {
        return new PayoutTerms(request.accountTail(), request.keepFen(), request.minimumFen(), request.atMostFen());
    }

    private static Optional<String> difference(Exchange known, PayoutRequested request) {
        return known.walletId().equals(request.walletId())
                ? known.payout().orElseThrow().difference(terms(request))
                : Optional.of("walletId");
    }

    /// Somebody has to look; nothing changes.
    private WalletEvent conflict(String businessId, String field) {
        log.warn("{} was asked for before with another {}", businessId, field);
        metrics.counter("jiaozi.wallet.conflicted", "noun", Exchange.PAYOUT_NOUN)
                .increment();
        return new WalletEvent.Conflicted(businessId, field, clock.instant());
    }

    private static Wallet wallet(Exchange exchange, Payers payers) {
        return Objects.requireNonNull(payers.wallets().get(exchange.walletId()));
    }
}
