package cn.jiaozi.merchant.terminal;

import java.time.Instant;
import java.util.Optional;

/// The binding, as it was asked for and made.
///
/// @param id of the binding
record TerminalView(
        String id,
        String terminalId,
        String merchantNo,
        String storeNo,
        String serialNumber,
        Terminal.Kind kind,
        String location,
        String acquirer,
        String uscc,
        Optional<String> settlementAccountTail,
        Instant boundAt) {
    static TerminalView of(Terminal terminal) {
        return new TerminalView(
                terminal.actId(),
                terminal.terminalId(),
                terminal.merchantNo(),
                terminal.storeNo(),
                terminal.content().serialNumber(),
                terminal.content().kind(),
                terminal.content().location(),
                terminal.bond().acquirer(),
                terminal.bond().uscc(),
                terminal.bond().settlementAccountTail(),
                terminal.boundAt());
    }
}
