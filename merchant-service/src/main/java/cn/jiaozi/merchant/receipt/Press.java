package cn.jiaozi.merchant.receipt;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.onboarding.MerchantSettings;
import cn.jiaozi.merchant.paper.Issuer;
import cn.jiaozi.merchant.paper.Receipt;
import cn.jiaozi.merchant.paper.ReceiptPdf;
import cn.jiaozi.merchant.paper.Typeface;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// Prints receipts, one after another: reducing the font takes some milliseconds, and its file is read from one
/// place at a time.
@Component
class Press {
    private static final int WAITING = 200;

    private final Scheduler thread = Schedulers.newBoundedElastic(1, WAITING, "press", 60, true);
    private final Issuer issuer;
    private Optional<Typeface> face = Optional.empty();

    Press(ReceiptSettings settings, MerchantSettings us) {
        this.issuer = new Issuer(settings.bank(), us.operator());
    }

    Mono<byte[]> print(Receipt receipt) {
        return Mono.fromCallable(() -> ReceiptPdf.of(receipt, issuer, face()))
                .subscribeOn(thread)
                .onErrorMap(
                        RejectedExecutionException.class,
                        _ -> Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                Reason.UPSTREAM_UNAVAILABLE,
                                "Too many receipts are being printed"));
    }

    /// Ten megabytes that only those have who print. The thread is given up when there is nothing to do, so the
    /// next one must see it too.
    private synchronized Typeface face() {
        var loaded = face.orElseGet(Typeface::load);
        face = Optional.of(loaded);
        return loaded;
    }
}
