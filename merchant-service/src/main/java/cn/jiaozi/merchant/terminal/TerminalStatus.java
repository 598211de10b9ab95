package cn.jiaozi.merchant.terminal;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Optional;

/// The terminal, as it is now.
record TerminalStatus(
        @JsonUnwrapped BindingView binding,
        TerminalState state,
        Optional<String> keyId,
        Optional<Instant> activatedAt,
        Optional<Instant> suspectedAt,
        Optional<Instant> deactivatedAt,
        Optional<String> deactivationReason) {
    static TerminalStatus of(Terminal terminal) {
        return new TerminalStatus(
                BindingView.of(terminal),
                terminal.state(),
                terminal.key().map(TerminalKey::keyId),
                terminal.key().map(TerminalKey::registeredAt),
                terminal.suspectedAt(),
                terminal.deactivation().map(Terminal.Deactivation::at),
                terminal.deactivation().map(Terminal.Deactivation::reason));
    }
}
