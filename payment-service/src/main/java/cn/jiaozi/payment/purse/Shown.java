package cn.jiaozi.payment.purse;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.certificate.Chain;
import java.util.Map;
import java.util.Optional;

/// Some certificates that came with uploads and lead to the root.
public record Shown(Map<Key, PurseFact.Certificate> byKey) {
    /// @param subject purse or terminal
    /// @param serial  32 hex digits
    public record Key(String subject, String serial) {
        static Key of(Chain chain) {
            return new Key(chain.holder().subject(), chain.holder().serial().hex());
        }
    }

    public Optional<PurseFact.Certificate> find(String subject, String serial) {
        return Optional.ofNullable(byKey.get(new Key(subject, serial)));
    }
}
