package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent.Sale;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.code.IssuedCode;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderId;
import cn.jiaozi.payment.payee.Payees;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a batch of wishes becomes. They are decided one after the other, in the order of their arrival, each on what
/// those before it have left: the second of two with the same id repeats the first, the second of two payments of one
/// order finds it claimed, and the second with the same code finds it used.
///
/// @param answers one for every wish, in their order; whether a repeat says the same is its caller's question
/// @param created the orders that sales in one step have made
/// @param used    the hashes of the codes that are used up, with the payments that use them
record Beginning(List<Answer> answers, List<Order> created, Map<String, UUID> used) {
    sealed interface Answer {
        record Of(Begun<Payment> begun) implements Answer {}

        /// The code stands for nobody who could pay, so there is no payment.
        record NoPayer(Reason reason) implements Answer {}
    }

    /// What was read for the whole batch.
    ///
    /// @param payments those that were there before under the ids of the wishes
    /// @param orders   locked, so that nobody else claims them meanwhile
    /// @param codes    locked, by their hashes
    record Seen(
            Map<OwnId, Payment> payments, Map<OrderId, Order> orders, Map<String, IssuedCode> codes, Payees payees) {}

    /// @param operator our own
    record Terms(String operator, Duration validFor, Supplier<UUID> ids, Instant now) {
        private Payment asked(Wish wish, String payerWalletId, Side side) {
            return asked(
                    ids.get(),
                    wish,
                    payerWalletId,
                    wish.caller().party(),
                    wish.caller().factors(),
                    side);
        }

        private Payment asked(UUID id, Wish wish, String wallet, String party, Set<AuthFactor> factors, Side side) {
            var payment = new Payment(
                    id,
                    wish.id().scope(),
                    wish.actId(),
                    wish.intent(),
                    new WalletParty(wallet, operator),
                    party,
                    factors,
                    side.payee(),
                    side.shop(),
                    Standing.REQUESTED,
                    Payment.Refunds.NONE,
                    now,
                    now.plus(validFor));
            return side.refusal()
                    .map(reason -> payment.with(Standing.refused(reason, now)))
                    .orElse(payment);
        }
    }

    /// The receiver's side of a payment, and why it may not be paid, if so.
    private record Side(Optional<WalletParty> payee, Optional<Payment.Shop> shop, Optional<Reason> refusal) {}

    static Beginning of(List<Wish> wishes, Seen seen, Terms terms) {
        var deciding = new Deciding(seen, terms);
        return new Beginning(
                wishes.stream().map(deciding::answer).toList(),
                List.copyOf(deciding.created),
                Map.copyOf(deciding.used));
    }

    /// Those that were not there before.
    List<Payment> fresh() {
        return answers.stream()
                .flatMap(answer -> answer instanceof Answer.Of(Begun<Payment> begun) && !begun.existed()
                        ? Stream.of(begun.act())
                        : Stream.empty())
                .toList();
    }

    List<Payment> requested() {
        return fresh().stream().filter(payment -> !payment.finished()).toList();
    }

    List<Payment> refused() {
        return fresh().stream().filter(Payment::finished).toList();
    }

    Map<OrderId, UUID> claims() {
        return fresh().stream()
                .filter(payment -> payment.claim().isPresent())
                .collect(Collectors.toMap(payment -> payment.claim().orElseThrow(), Payment::id));
    }

    /// The batch as those before have left it.
    private static final class Deciding {
        private final Map<OwnId, Payment> payments;
        private final Map<OrderId, Order> orders;
        private final Map<String, IssuedCode> codes;
        private final Payees payees;
        private final Terms terms;
        private final List<Order> created = new ArrayList<>();
        private final Map<String, UUID> used = new HashMap<>();

        Deciding(Seen seen, Terms terms) {
            this.payments = new HashMap<>(seen.payments());
            this.orders = new HashMap<>(seen.orders());
            this.codes = new HashMap<>(seen.codes());
            this.payees = seen.payees();
            this.terms = terms;
        }

        Answer answer(Wish wish) {
            var there = payments.get(wish.id());
            if (there != null) {
                return new Answer.Of(new Begun<>(there, true));
            }
            return switch (wish.intent()) {
                case Intent.PersonToPerson p -> begun(wish, terms.asked(wish, p.payerWalletId(), side(p)));
                case Intent.OfOrder o -> begun(wish, terms.asked(wish, o.payerWalletId(), side(o)));
                case Intent.AtStore a -> {
                    var id = terms.ids().get();
                    var caller = wish.caller();
                    yield begun(
                            wish,
                            terms.asked(id, wish, a.payerWalletId(), caller.party(), caller.factors(), side(a, id)));
                }
                case Intent.WithCode c -> answer(wish, c, Optional.ofNullable(codes.get(c.paymentCode())));
            };
        }

        private Answer answer(Wish wish, Intent.WithCode intent, Optional<IssuedCode> shown) {
            var refusal = shown.map(code -> code.refusal(terms.now())).orElse(Optional.of(Reason.PAYMENT_CODE_INVALID));
            if (refusal.isPresent()) {
                return new Answer.NoPayer(refusal.get());
            }
            var code = shown.orElseThrow();
            var id = wish.order().orElseThrow();
            var order = Optional.ofNullable(orders.get(id))
                    .orElseGet(() ->
                            Order.of(id, intent.amountFen(), wish.till().storeNo(), intent.subject(), terms.now()));
            var side = side(purchase(id.merchantNo(), Optional.of(order)), intent.amountFen());
            var payment = terms.asked(
                    terms.ids().get(), wish, code.walletId(), code.id().party(), Set.of(AuthFactor.PAYMENT_CODE), side);
            if (!payment.finished()) {
                if (orders.putIfAbsent(id, order) == null) {
                    created.add(order);
                }
                codes.put(code.hash(), code.usedBy(payment.id()));
                used.put(code.hash(), payment.id());
            }
            return begun(wish, payment);
        }

        private Answer begun(Wish wish, Payment payment) {
            payments.put(wish.id(), payment);
            payment.claim().ifPresent(id -> orders.computeIfPresent(id, (_, open) -> open.claimedBy(payment.id())));
            return new Answer.Of(new Begun<>(payment, false));
        }

        private static Side side(Intent.PersonToPerson intent) {
            return new Side(
                    Optional.of(new WalletParty(
                            intent.payeeWalletId(), intent.payeeOperator().orElseThrow())),
                    Optional.empty(),
                    Optional.empty());
        }

        private Side side(Intent.OfOrder intent) {
            return side(
                    purchase(intent.merchantNo(), Optional.ofNullable(orders.get(intent.order()))), intent.amountFen());
        }

        private Side side(Purchase purchase, long amountFen) {
            return new Side(
                    purchase.payee().map(Payee::wallet), purchase.shop(), purchase.refusal(amountFen, terms.now()));
        }

        /// What is paid without an order is sold under the payment's own id.
        private Side side(Intent.AtStore intent, UUID id) {
            var merchant = payees.merchant(intent.merchantNo());
            var store = payees.store(intent.merchantNo(), intent.storeNo());
            return new Side(
                    store.map(Payee::wallet),
                    merchant.flatMap(m -> store.map(s -> new Payment.Shop(
                            m.party(), new Sale(m.merchantNo(), s.storeNo(), Payment.withoutOrder(id), s.name())))),
                    Purchase.refusal(merchant, Optional.of(intent.storeNo()), store));
        }

        private Purchase purchase(String merchantNo, Optional<Order> order) {
            return new Purchase(
                    payees.merchant(merchantNo),
                    order,
                    order.flatMap(o -> o.content().storeNo()).flatMap(no -> payees.store(merchantNo, no)));
        }
    }
}
