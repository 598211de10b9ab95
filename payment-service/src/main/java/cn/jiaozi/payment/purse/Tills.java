package cn.jiaozi.payment.purse;

import cn.jiaozi.contracts.SignerKey;
import java.util.Map;
import java.util.Optional;

/// Some tills (受理终端), by their ids.
public record Tills(Map<String, Till> byId) {
    /// @param active whether any of its keys still counts
    public record Till(SignerKey.Terminal terminal, boolean active) {}

    public Optional<Till> find(String terminalId) {
        return Optional.ofNullable(byId.get(terminalId));
    }
}
