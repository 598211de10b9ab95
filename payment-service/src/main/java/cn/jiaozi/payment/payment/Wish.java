package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.payment.order.OrderId;
import java.util.Optional;
import java.util.stream.Stream;

/// A payment as it is asked for, for the first time or again.
record Wish(Caller caller, String actId, Intent intent) {
    OwnId id() {
        return new OwnId(caller.scope(), actId);
    }

    /// Where the customer stands whose code it is.
    SignerKey.Terminal till() {
        return caller.terminal().orElseThrow();
    }

    Optional<OrderId> order() {
        return switch (intent) {
            case Intent.PersonToPerson _, Intent.AtStore _ -> Optional.empty();
            case Intent.OfOrder o -> Optional.of(o.order());
            case Intent.WithCode c -> Optional.of(new OrderId(till().merchantNo(), c.orderId()));
        };
    }

    Optional<String> codeHash() {
        return intent instanceof Intent.WithCode c ? Optional.of(c.paymentCode()) : Optional.empty();
    }

    /// The keys of the payees that it names.
    Stream<String> payees() {
        return switch (intent) {
            case Intent.PersonToPerson _ -> Stream.empty();
            case Intent.OfOrder o -> Stream.of(o.merchantNo());
            case Intent.AtStore a -> Stream.of(a.merchantNo(), Payee.key(a.merchantNo(), a.storeNo()));
            case Intent.WithCode _ -> Stream.of(till().merchantNo(), Payee.key(till().merchantNo(), till().storeNo()));
        };
    }
}
