package cn.jiaozi.wallet.vault;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// A vault in this process, for a bank that has no HSM to give. Opened PINs are strings on its heap for as long as a
/// hash takes; the key and the pepper are there as long as it runs.
@Component
final class SoftPinVault implements PinVault {
    private static final int HASHES_AT_ONCE = 2;
    private static final int WAITING = 200;

    private final PinCipher cipher;
    private final PinHash hash;
    /// A hash takes tens of milliseconds and 19 MiB: not on a thread that serves payments, and not many at once.
    private final Scheduler threads = Schedulers.newBoundedElastic(HASHES_AT_ONCE, WAITING, "pin-vault", 60, true);

    SoftPinVault(VaultSettings settings) {
        this.cipher = new PinCipher(settings.key());
        this.hash = new PinHash(settings.pepper(), settings.retiredPeppers());
    }

    @Override
    public PinKey key() {
        return cipher.publicKey();
    }

    @Override
    public Mono<Sealing> seal(PinBlock block) {
        return aside(() -> cipher.open(block)
                .<Sealing>map(content -> PinRules.refusal(content.pin())
                        .<Sealing>map(Sealing.Refused::new)
                        .orElseGet(() -> new Sealing.Sealed(hash.of(content.walletId(), content.pin()))))
                .orElseGet(() -> new Sealing.Refused("cannot be opened, or was made for another act")));
    }

    @Override
    public Mono<Verdict> verify(PinBlock block, String kept) {
        return aside(() -> cipher.open(block)
                .filter(content -> PinRules.isPin(content.pin()))
                .map(content -> hash.matches(kept, content.walletId(), content.pin()) ? Verdict.RIGHT : Verdict.WRONG)
                .orElse(Verdict.UNREADABLE));
    }

    private <T> Mono<T> aside(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(threads)
                .onErrorMap(
                        RejectedExecutionException.class,
                        _ -> Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                Reason.UPSTREAM_UNAVAILABLE,
                                "Too many PINs are being checked"));
    }
}
