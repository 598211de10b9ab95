package cn.jiaozi.merchant.terminal;

import cn.jiaozi.chassis.Reannouncing;
import org.springframework.stereotype.Component;

/// Says that terminals' keys can be announced again.
@Component
class TerminalJob {
    TerminalJob(Reannouncing reannouncing, TerminalService terminals) {
        reannouncing.add("terminal key", (_, after, atMost) -> terminals.reannounce(after, atMost));
    }
}
