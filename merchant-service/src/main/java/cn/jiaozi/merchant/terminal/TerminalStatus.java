package cn.jiaozi.merchant.terminal;

import java.time.Instant;
import java.util.Optional;

/// The terminal, as it is now.
record TerminalStatus(
        String terminalId,
        TerminalState state,
        String merchantNo,
        String storeNo,
        String serialNumber,
        Terminal.Kind kind,
        String location,
        String acquirer,
        String uscc,
        Optional<String> settlementAccountTail,
        Instant boundAt,
        Optional<String> keyId,
        Optional<Instant> activatedAt,
        Optional<Instant> suspectedAt,
        Optional<Instant> deactivatedAt,
        Optional<String> deactivationReason) {
    static TerminalStatus of(Terminal terminal) {
        return new TerminalStatus(
                terminal.terminalId(),
                terminal.state(),
                terminal.merchantNo(),
                terminal.storeNo(),
                terminal.content().serialNumber(),
                terminal.content().kind(),
                terminal.content().location(),
                terminal.bond().acquirer(),
                terminal.bond().uscc(),
                terminal.bond().settlementAccountTail(),
                terminal.boundAt(),
                terminal.key().map(TerminalKey::keyId),
                terminal.key().map(TerminalKey::registeredAt),
                terminal.suspectedAt(),
                terminal.deactivation().map(Terminal.Deactivation::at),
                terminal.deactivation().map(Terminal.Deactivation::reason));
    }
}
