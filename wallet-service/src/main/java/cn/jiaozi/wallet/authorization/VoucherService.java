package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.recovery.RecoveryService;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// What was paid off line counts on the day on which it is settled, and is never refused: it has happened.
@Service
public class VoucherService {
    private final AuthorizationStore store;
    private final SpendingStore spendings;
    private final WalletService wallets;
    private final RecoveryService recoveries;
    private final Clock clock;

    VoucherService(
            AuthorizationStore store,
            SpendingStore spendings,
            WalletService wallets,
            RecoveryService recoveries,
            Clock clock) {
        this.store = store;
        this.spendings = spendings;
        this.wallets = wallets;
        this.recoveries = recoveries;
        this.clock = clock;
    }

    /// Each once, however often it is told.
    @Transactional
    public Mono<Void> count(List<VouchersSettled> settled) {
        if (settled.isEmpty()) {
            return Mono.empty();
        }
        var byId = new LinkedHashMap<String, VouchersSettled>();
        settled.forEach(event -> byId.putIfAbsent(event.businessId(), event));
        return store.known(byId.keySet())
                .doOnNext(byId.keySet()::removeAll)
                .filter(_ -> !byId.isEmpty())
                .flatMap(_ -> wallets.find(byId.values().stream()
                        .map(VoucherService::payer)
                        .distinct()
                        .toList()))
                .flatMap(found -> counted(List.copyOf(byId.values()), found));
    }

    private Mono<Void> counted(List<VouchersSettled> fresh, Map<String, Wallet> found) {
        var now = clock.instant();
        var counting = fresh.stream().filter(event -> counts(event, found)).toList();
        return spendings
                .lock(counting.stream()
                        .map(event -> new Spending.Day(payer(event), day(event)))
                        .toList())
                .doOnNext(spending ->
                        counting.forEach(event -> spending.count(payer(event), day(event), event.amountFen())))
                .flatMap(spending -> spendings.save(spending).thenReturn(spending))
                .then(store.insertSettled(fresh.stream()
                        .map(event -> new AuthorizationStore.Settled(event, day(event), counts(event, found), now))
                        .toList()))
                .filter(rows -> rows == fresh.size())
                .switchIfEmpty(Mono.error(
                        () -> new ConcurrencyFailureException("vouchers were counted elsewhere in the same moment")))
                .then(recoveries.begin(fresh, found));
    }

    private static boolean counts(VouchersSettled event, Map<String, Wallet> found) {
        var wallet = found.get(payer(event));
        return wallet != null && Check.counts(TxType.OFFLINE_SETTLE, wallet.walletClass());
    }

    private static String payer(VouchersSettled event) {
        return event.payer().walletId();
    }

    private static LocalDate day(VouchersSettled event) {
        return BusinessTime.dayOf(event.settledAt());
    }
}
