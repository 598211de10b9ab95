package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.WalletParty;
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
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What a batch of wishes becomes. They are decided one after the other, in the order of their arrival, each on what
/// those before it have left: the second of two with the same id repeats the first, and the second of two payments of
/// one order finds it claimed.
///
/// @param begun one for every wish, in their order; whether a repeat says the same is its caller's question
record Beginning(List<Begun<Payment>> begun) {
    /// What was read for the whole batch.
    ///
    /// @param payments those that were there before under the ids of the wishes
    /// @param orders   locked, so that nobody else claims them meanwhile
    record Seen(Map<OwnId, Payment> payments, Map<OrderId, Order> orders, Payees payees) {}

    /// @param operator our own
    record Terms(String operator, Duration validFor, Supplier<UUID> ids, Instant now) {
        private Payment asked(Wish wish, Optional<WalletParty> payee, Optional<Payment.Shop> shop) {
            return new Payment(
                    ids.get(),
                    wish.id().party(),
                    wish.id().actId(),
                    wish.intent(),
                    new WalletParty(wish.intent().payerWalletId(), operator),
                    payee,
                    shop,
                    Standing.REQUESTED,
                    Payment.Refunds.NONE,
                    now,
                    now.plus(validFor));
        }
    }

    static Beginning of(List<Wish> wishes, Seen seen, Terms terms) {
        var payments = new HashMap<>(seen.payments());
        var orders = new HashMap<>(seen.orders());
        var begun = new ArrayList<Begun<Payment>>();
        for (Wish wish : wishes) {
            var there = payments.get(wish.id());
            if (there != null) {
                begun.add(new Begun<>(there, true));
                continue;
            }
            var payment = decided(wish, orders, seen.payees(), terms);
            payments.put(wish.id(), payment);
            payment.claim().ifPresent(id -> orders.computeIfPresent(id, (_, open) -> open.claimedBy(payment.id())));
            begun.add(new Begun<>(payment, false));
        }
        return new Beginning(List.copyOf(begun));
    }

    /// Those that were not there before.
    List<Payment> fresh() {
        return begun.stream().filter(b -> !b.existed()).map(Begun::act).toList();
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

    private static Payment decided(Wish wish, Map<OrderId, Order> orders, Payees payees, Terms terms) {
        return switch (wish.intent()) {
            case Intent.PersonToPerson p ->
                terms.asked(
                        wish,
                        Optional.of(new WalletParty(
                                p.payeeWalletId(), p.payeeOperator().orElseThrow())),
                        Optional.empty());
            case Intent.OfOrder o -> {
                var purchase = purchase(o, orders, payees);
                var payment = terms.asked(wish, purchase.payee().map(Payee::wallet), purchase.shop());
                yield purchase.refusal(o.amountFen(), terms.now())
                        .map(reason -> payment.with(Standing.refused(reason, terms.now())))
                        .orElse(payment);
            }
        };
    }

    private static Purchase purchase(Intent.OfOrder intent, Map<OrderId, Order> orders, Payees payees) {
        var order = Optional.ofNullable(orders.get(intent.order()));
        return new Purchase(
                payees.merchant(intent.merchantNo()),
                order,
                order.flatMap(o -> o.content().storeNo()).flatMap(no -> payees.store(intent.merchantNo(), no)));
    }
}
