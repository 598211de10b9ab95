package cn.jiaozi.merchant.terminal;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/// The binding, as it was asked for and made.
///
/// @param id of the binding
record TerminalView(String id, @JsonUnwrapped BindingView binding) {
    static TerminalView of(Terminal terminal) {
        return new TerminalView(terminal.actId(), BindingView.of(terminal));
    }
}
