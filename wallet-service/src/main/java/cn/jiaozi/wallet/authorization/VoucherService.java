package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.asking.AskingService;
import cn.jiaozi.wallet.asking.AskingService.Ask;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// What was paid off line counts on the day on which it is settled, and is never refused: it has happened. What
/// no reserve covered is taken from the holder's wallet, as far as there is something; the bearer of an
/// anonymous card owes nothing.
@Service
public class VoucherService {
    public static final String NOUN = "recovery";

    private final AuthorizationStore store;
    private final SpendingStore spendings;
    private final WalletService wallets;
    private final AskingService asking;
    private final Clock clock;

    VoucherService(
            AuthorizationStore store,
            SpendingStore spendings,
            WalletService wallets,
            AskingService asking,
            Clock clock) {
        this.store = store;
        this.spendings = spendings;
        this.wallets = wallets;
        this.asking = asking;
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

    /// How much could be taken is the ledger's to know.
    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        return asking.answered(events.stream().map(LedgerEvent::id).toList());
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
                .then(asking.ask(fresh.stream()
                        .flatMap(event -> recovery(event, Optional.ofNullable(found.get(payer(event))), now).stream())
                        .toList()));
    }

    static Optional<Ask> recovery(VouchersSettled event, Optional<Wallet> payer, Instant now) {
        return payer.filter(wallet -> event.receivableFen() > 0 && wallet.walletClass() != WalletClass.HW_ANON)
                .map(wallet -> {
                    var leg = new LegSpec(
                            Addresses.wallet(wallet.walletId()),
                            Addresses.receivable(wallet.walletId(), event.purseId()),
                            event.receivableFen(),
                            Optional.of(new UpTo(0, 0)),
                            Optional.empty(),
                            Optional.empty(),
                            true);
                    var businessId = NOUN
                            + event.businessId().substring(event.businessId().indexOf(':'));
                    return new Ask(
                            wallet.walletId(),
                            new PostEntry(
                                    StepId.first(businessId, "post"),
                                    new EntrySpec(
                                            TxType.OFFLINE_RECOVERY,
                                            wallet.operator(),
                                            wallet.operator(),
                                            wallet.branchCode(),
                                            List.of(leg),
                                            List.of(),
                                            event.settledAt(),
                                            now,
                                            Optional.empty())));
                });
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
