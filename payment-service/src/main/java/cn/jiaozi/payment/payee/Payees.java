package cn.jiaozi.payment.payee;

import cn.jiaozi.contracts.Payee;
import java.util.Map;
import java.util.Optional;

/// Some of those who may be paid, by their keys.
public record Payees(Map<String, Payee> byKey) {
    public static final Payees NONE = new Payees(Map.of());

    public Optional<Payee> merchant(String merchantNo) {
        return Optional.ofNullable(byKey.get(merchantNo));
    }

    public Optional<Payee> store(String merchantNo, String storeNo) {
        return Optional.ofNullable(byKey.get(Payee.key(merchantNo, storeNo)));
    }
}
