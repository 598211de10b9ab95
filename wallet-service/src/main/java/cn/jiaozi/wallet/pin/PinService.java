package cn.jiaozi.wallet.pin;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.vault.PinBlock;
import cn.jiaozi.wallet.vault.PinVault.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// A verification is two transactions with the vault between them: the try is counted and committed before the vault is
/// asked, and forgiven when it was right.
@Service
class PinService {
    private static final Logger log = LoggerFactory.getLogger(PinService.class);

    private final PinStore store;
    private final WalletService wallets;
    private final PinSettings settings;
    private final MeterRegistry metrics;
    private final Clock clock;

    /// @param existed whether it was set under this id before
    record Put(PinStore.Setting setting, boolean existed) {}

    /// @param kept    what the vault needs
    /// @param existed whether it was asked for before
    record Try(PinVerification verification, String kept, boolean existed) {
        @Override
        public String toString() {
            return "Try " + verification;
        }
    }

    /// @param setAt absent when no PIN was set
    record Standing(Optional<Instant> setAt, PinLock lock) {}

    PinService(PinStore store, WalletService wallets, PinSettings settings, MeterRegistry metrics, Clock clock) {
        this.store = store;
        this.wallets = wallets;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Empty when the caller may set this one and has not yet.
    @Transactional
    Mono<Put> known(Caller caller, PinBlock block) {
        return wallets.owned(block.act().walletId(), caller.party())
                .then(store.findSetting(block.act().walletId(), block.act().id()))
                .map(setting -> repeated(setting, block));
    }

    @Transactional
    Mono<Put> set(Caller caller, PinBlock block, String kept) {
        var act = block.act();
        var setting = new PinStore.Setting(act.walletId(), act.id(), digest(block), clock.instant());
        return store.lock(act.walletId())
                .then(store.findSetting(act.walletId(), act.id()))
                .map(known -> repeated(known, block))
                .switchIfEmpty(Mono.defer(() -> store.set(setting, kept, caller).thenReturn(new Put(setting, false))));
    }

    @Transactional
    Mono<Standing> find(Caller caller, String walletId) {
        return wallets.owned(walletId, caller.party())
                .then(store.countWrong(walletId))
                .flatMap(wrong -> store.find(walletId)
                        .map(pin -> new Standing(Optional.of(pin.setAt()), new PinLock(wrong, pin.lockedUntil())))
                        .defaultIfEmpty(new Standing(Optional.empty(), new PinLock(wrong, Optional.empty()))));
    }

    /// Counts a try. One that is known is not counted again.
    @Transactional
    Mono<Try> begin(Caller caller, PinBlock block) {
        var act = block.act();
        return wallets.owned(act.walletId(), caller.party())
                .then(store.lock(act.walletId()))
                .then(store.find(act.walletId()))
                .switchIfEmpty(Mono.error(Problem.of(HttpStatus.CONFLICT, Reason.PIN_NOT_SET, Reason.PIN_NOT_SET.en())))
                .flatMap(pin -> store.find(act.walletId(), act.id())
                        .map(known -> new Try(repeated(known, block), pin.kept(), true))
                        .switchIfEmpty(Mono.defer(() -> store.countWrong(act.walletId())
                                .map(wrong -> new PinLock(wrong, pin.lockedUntil()))
                                .flatMap(lock -> begun(lock, caller, block))
                                .map(begun -> new Try(begun, pin.kept(), false)))));
    }

    /// What the vault said, committed whatever is answered then.
    @Transactional
    Mono<PinVerification> end(PinVerification begun, Verdict verdict) {
        return store.lock(begun.walletId())
                .then(store.find(begun.walletId(), begun.verificationId()))
                .flatMap(before -> {
                    var after = before.ended(verdict, clock.instant());
                    return after.equals(before)
                            ? Mono.just(before)
                            : ended(before, after).thenReturn(after);
                });
    }

    private Mono<PinVerification> begun(PinLock lock, Caller caller, PinBlock block) {
        var now = clock.instant();
        return switch (lock.next(now, settings.wrongTries(), settings.lockedFor())) {
            case PinLock.Decision.Locked locked ->
                Mono.error(Problem.of(
                        HttpStatus.FORBIDDEN, Reason.PIN_LOCKED, "The payment PIN is locked until " + locked.until()));
            case PinLock.Decision.Allowed allowed -> {
                var walletId = block.act().walletId();
                var verification = opened(caller, block, allowed.triesLeft(), now);
                var changesLock = allowed.afresh() || allowed.lockedUntil().isPresent();
                yield (allowed.afresh() ? store.forgiveAll(walletId) : Mono.<Void>empty())
                        .then(store.insert(verification))
                        .then(changesLock ? store.lockUntil(walletId, allowed.lockedUntil()) : Mono.empty())
                        .thenReturn(verification);
            }
        };
    }

    private Mono<Void> ended(PinVerification before, PinVerification after) {
        metrics.counter("jiaozi.pin.verified", "state", after.state().name()).increment();
        if (after.counts() && after.triesLeft() == 0) {
            log.warn("The PIN of {} is locked", after.walletId());
        }
        return store.save(after)
                .then(after.state() == PinVerification.State.RIGHT ? store.forgiveBefore(after) : Mono.empty())
                // Fewer than all now count; a lock that came of others, after this one was forgiven, stays.
                .then(
                        before.counts() && !after.counts()
                                ? store.lockUntil(after.walletId(), Optional.empty())
                                : Mono.empty());
    }

    private static PinVerification opened(Caller caller, PinBlock block, int triesLeft, Instant now) {
        return new PinVerification(
                block.act().walletId(),
                block.act().id(),
                block.act().paymentId().orElseThrow(),
                caller.party(),
                digest(block),
                PinVerification.State.OPEN,
                true,
                triesLeft,
                now,
                Optional.empty());
    }

    private static PinVerification repeated(PinVerification known, PinBlock block) {
        known.difference(block.act().paymentId().orElseThrow(), digest(block)).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "This id was used for another verification");
        });
        return known;
    }

    private static Put repeated(PinStore.Setting known, PinBlock block) {
        if (!known.digest().equals(digest(block))) {
            throw Problem.conflict("/pinBlock", "This id was used for another PIN");
        }
        return new Put(known, true);
    }

    private static String digest(PinBlock block) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(block.jwe().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
