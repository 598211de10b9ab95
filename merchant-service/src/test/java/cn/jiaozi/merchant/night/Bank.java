package cn.jiaozi.merchant.night;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.Checkpoint;
import cn.jiaozi.contracts.LedgerDay;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.MerchantEvent;
import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.PaymentEvent.RefundSucceeded;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.PayoutMove;
import cn.jiaozi.contracts.WalletEvent.PayoutMoved;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.merchant.CoreText;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// All that merchant-service talks to: payment-service, wallet-service, the ledger and the bank's core, as they decide.
/// Whatever is asked twice is answered with what is stored; the same id with other content fails the test.
final class Bank {
    private static final String OPERATOR = "002";
    private static final WalletParty CUSTOMER = new WalletParty("0020000000000014", OPERATOR);
    private static final String CLEARING = Addresses.coreClearing("0001");

    /// What is told to merchant-service, each list in its order.
    ///
    /// @param late may come at any time until the day ends; what concerns one payout comes together
    record Told(List<PaymentEvent> payments, List<LedgerEvent> ledger, List<WalletEvent> wallets, List<Told> late) {
        static Told nothing() {
            return new Told(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        boolean isNothing() {
            return payments.isEmpty() && ledger.isEmpty() && wallets.isEmpty() && late.isEmpty();
        }

        /// All of it, nothing late.
        Told whole() {
            var whole = new Told(
                    new ArrayList<>(payments), new ArrayList<>(ledger), new ArrayList<>(wallets), new ArrayList<>());
            late.forEach(each -> {
                whole.payments.addAll(each.payments);
                whole.ledger.addAll(each.ledger);
                whole.wallets.addAll(each.wallets);
            });
            return whole;
        }
    }

    /// A sale at a merchant, for refunds of a later hour.
    record Sold(PaymentSucceeded event, String walletId, long amountFen) {}

    private final Clock clock;
    private final long seed;
    private LocalDate day;
    private long height;
    private long block = 1;
    private long dayAfter;
    private long dayPostedFen;
    private final Map<String, Long> balances = new TreeMap<>();
    private final Map<String, PayoutRequested> payouts = new HashMap<>();
    private final Map<StepId, PostEntry> fees = new HashMap<>();
    private final Map<String, Told> answers = new HashMap<>();
    private final List<PayoutRequested> newPayouts = new ArrayList<>();
    private final List<PostEntry> newFees = new ArrayList<>();
    private final Map<String, Long> transfers = new TreeMap<>();
    private final Map<LocalDate, CoreText> core = new HashMap<>();
    private final List<String> journal = new ArrayList<>();
    private Told telling = Told.nothing();

    Bank(Clock clock, long seed, LocalDate first) {
        this.clock = clock;
        this.seed = seed;
        this.day = first;
    }

    LocalDate day() {
        return day;
    }

    /// The ledger's, line by line.
    List<String> journal() {
        return List.copyOf(journal);
    }

    /// What the core has paid, by payout.
    Map<String, Long> transfers() {
        return Map.copyOf(transfers);
    }

    Map<String, Long> balances() {
        return Map.copyOf(balances);
    }

    boolean isAskedFor(String businessId) {
        return payouts.containsKey(businessId);
    }

    Sold sell(String id, String merchantNo, String walletId, long amountFen) {
        var entry = post(
                new StepId(id, "post", 1),
                TxType.CONSUME,
                Addresses.wallet(CUSTOMER.walletId()),
                Addresses.wallet(walletId),
                amountFen,
                telling);
        var event = new PaymentSucceeded(
                id,
                TxType.CONSUME,
                CUSTOMER,
                new WalletParty(walletId, OPERATOR),
                amountFen,
                Optional.of(new PaymentEvent.Sale(merchantNo, Optional.empty(), "order-" + height, "Tea 茶")),
                day,
                entry.at());
        telling.payments.add(event);
        return new Sold(event, walletId, amountFen);
    }

    /// @return false where the wallet has too little
    boolean refund(String id, Sold sold, long amountFen) {
        var wallet = Addresses.wallet(sold.walletId());
        if (balances.getOrDefault(wallet, 0L) < amountFen) {
            return false;
        }
        var entry = post(
                new StepId(id, "post", 1),
                TxType.REFUND,
                wallet,
                Addresses.wallet(CUSTOMER.walletId()),
                amountFen,
                telling);
        telling.payments.add(new RefundSucceeded(
                id,
                sold.event().businessId(),
                sold.event().payee(),
                CUSTOMER,
                amountFen,
                sold.event().sale().orElseThrow().refunded("refund-" + height),
                day,
                entry.at()));
        return true;
    }

    /// The receiving banks send some of what was paid before back (退汇).
    void sendBack() {
        payouts.values().stream()
                .sorted(Comparator.comparing(PayoutRequested::businessId))
                .filter(payout -> transfers.containsKey(payout.businessId()))
                .filter(payout -> dice(payout, "return").nextInt(4) == 0)
                .forEach(payout -> {
                    long fen = transfers.getOrDefault(payout.businessId(), 0L);
                    post(
                            StepId.first(payout.businessId(), "return"),
                            TxType.PAYOUT_RETURN,
                            CLEARING,
                            Addresses.wallet(payout.walletId()),
                            fen,
                            telling);
                    file().row(requestId(payout), "RETURN", fen, "DONE", payout.walletId());
                });
    }

    /// A line of the outbox arrives, for the first time or again.
    void hear(String topic, String json) {
        if (topic.equals(Topics.MERCHANT) && Json.read(json, MerchantEvent.class) instanceof PayoutRequested request) {
            var known = payouts.putIfAbsent(request.businessId(), request);
            if (known == null) {
                newPayouts.add(request);
            } else {
                assertThat(request).isEqualTo(known);
                tellAgain(request.businessId());
            }
        } else if (topic.equals(Topics.LEDGER_REQUEST)
                && Json.read(json, LedgerRequest.class) instanceof PostEntry request) {
            var known = fees.putIfAbsent(request.id(), request);
            if (known == null) {
                newFees.add(request);
            } else {
                assertThat(request).isEqualTo(known);
                tellAgain(request.id().toString());
            }
        }
    }

    private void tellAgain(String id) {
        var answer = answers.getOrDefault(id, Told.nothing()).whole();
        telling.ledger.addAll(answer.ledger);
        telling.wallets.addAll(answer.wallets);
    }

    /// Decides what was asked since, in an order that does not depend on when it has arrived.
    ///
    /// @return whether there was something
    boolean decide() {
        boolean some = !newFees.isEmpty() || !newPayouts.isEmpty();
        newFees.sort(Comparator.comparing(fee -> fee.id().toString()));
        newFees.forEach(this::decide);
        newFees.clear();
        newPayouts.sort(Comparator.comparing(PayoutRequested::walletId)
                .thenComparing(PayoutRequested::requestedAt)
                .thenComparing(PayoutRequested::businessId));
        newPayouts.forEach(this::decide);
        newPayouts.clear();
        return some;
    }

    private void decide(PostEntry fee) {
        var leg = fee.entry().legs().getFirst();
        var answer = Told.nothing();
        post(fee.id(), fee.entry().txType(), leg.debit(), leg.credit(), leg.amountFen(), answer);
        tell(fee.id().toString(), answer);
    }

    private void decide(PayoutRequested payout) {
        String id = payout.businessId();
        var answer = Told.nothing();
        int fate = dice(payout, "fate").nextInt(10);
        if (fate == 0) {
            answer.wallets.add(new WalletEvent.Refused(id, Reason.SETTLEMENT_ACCOUNT_DIFFERS, clock.instant()));
        } else {
            var hold = StepId.first(id, "hold");
            var wallet = Addresses.wallet(payout.walletId());
            long fen = Math.min(payout.atMostFen(), balances.getOrDefault(wallet, 0L) - payout.keepFen());
            if (fen < payout.minimumFen()) {
                answer.ledger.add(new LedgerEvent.Rejected(
                        hold, Reason.INSUFFICIENT_FUNDS, Optional.of(wallet), clock.instant()));
            } else {
                answer.ledger.add(new LedgerEvent.Held(hold, entry(TxType.PAYOUT, wallet, CLEARING, fen)));
                answer.late.add(atTheCore(payout, hold, fen, fate));
            }
        }
        tell(id, answer);
    }

    private Told atTheCore(PayoutRequested payout, StepId hold, long fen, int fate) {
        String id = payout.businessId();
        var wallet = Addresses.wallet(payout.walletId());
        var later = Told.nothing();
        move(later, id, PayoutMove.SENT, Optional.empty(), Optional.empty());
        if (fate % 2 == 0) {
            move(later, id, PayoutMove.UNKNOWN, Optional.empty(), Optional.empty());
        }
        if (fate == 1) {
            move(later, id, PayoutMove.FAILED, Optional.empty(), Optional.of(Reason.BANK_ACCOUNT_FROZEN));
            later.ledger.add(new LedgerEvent.Voided(
                    StepId.first(id, "void"), hold, entry(TxType.PAYOUT, wallet, CLEARING, fen)));
            file().row(requestId(payout), "CREDIT", fen, "REFUSED", payout.walletId());
        } else {
            assertThat(transfers.put(id, fen)).as("%s was paid before", id).isNull();
            move(later, id, PayoutMove.PAID, Optional.of("CB" + height), Optional.empty());
            later.ledger.add(new LedgerEvent.Captured(
                    StepId.first(id, "capture"), hold, posted(TxType.PAYOUT, id, wallet, CLEARING, fen)));
            file().row(requestId(payout), "CREDIT", fen, "DONE", payout.walletId());
        }
        return later;
    }

    private void move(Told told, String id, PayoutMove move, Optional<String> bankRef, Optional<Reason> reason) {
        told.wallets.add(new PayoutMoved(id, move, bankRef, reason, clock.instant()));
    }

    private void tell(String id, Told answer) {
        answers.put(id, answer);
        telling.ledger.addAll(answer.ledger);
        telling.wallets.addAll(answer.wallets);
        telling.late.addAll(answer.late);
    }

    /// What there is to tell since the last time.
    Told told() {
        var told = telling;
        telling = Told.nothing();
        return told;
    }

    private LedgerEvent.Entry post(StepId step, TxType type, String debit, String credit, long fen, Told told) {
        var entry = posted(type, step.businessId(), debit, credit, fen);
        told.ledger.add(new LedgerEvent.Posted(step, entry));
        return entry;
    }

    private LedgerEvent.Entry posted(TxType type, String businessId, String debit, String credit, long fen) {
        long debitFen = balances.merge(debit, -fen, Long::sum);
        long creditFen = balances.merge(credit, fen, Long::sum);
        dayPostedFen += fen;
        journal.add("%s %d %s %s %d %s".formatted(day, height + 1, type, businessId, fen, clock.instant()));
        return entry(type, new LedgerEvent.Leg(debit, credit, fen, Optional.of(debitFen), Optional.of(creditFen)));
    }

    private LedgerEvent.Entry entry(TxType type, String debit, String credit, long fen) {
        return entry(type, new LedgerEvent.Leg(debit, credit, fen));
    }

    private LedgerEvent.Entry entry(TxType type, LedgerEvent.Leg leg) {
        height++;
        var now = clock.instant();
        return new LedgerEvent.Entry(height, type, day, List.of(leg), now, now, now);
    }

    /// The day cut (日切): what comes now is of the next day.
    LedgerDay cut() {
        block += 10;
        var closed = new LedgerDay(0, day, dayAfter, height, block, dayPostedFen, clock.instant());
        dayAfter = height;
        dayPostedFen = 0;
        day = day.plusDays(1);
        return closed;
    }

    Checkpoint checkpoint() {
        return new Checkpoint("jiaozi-1", block + 1, "%064x".formatted(block + 1), "header", "signature");
    }

    String file(LocalDate of) {
        return core.computeIfAbsent(of, _ -> new CoreText()).text();
    }

    private CoreText file() {
        return core.computeIfAbsent(day, _ -> new CoreText());
    }

    private static String requestId(PayoutRequested payout) {
        return payout.businessId().substring(payout.businessId().indexOf(':') + 1);
    }

    /// What becomes of a payout follows from what it is, whenever it is decided.
    private Random dice(PayoutRequested payout, String what) {
        return new Random(31 * seed + (payout.businessId() + what).hashCode());
    }
}
