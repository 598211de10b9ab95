package cn.jiaozi.merchant.terminal;

import java.time.Instant;
import java.util.Optional;

/// What a terminal is bound to, the same whoever asks and however it is now.
record BindingView(
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
    static BindingView of(Terminal terminal) {
        return new BindingView(
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
