package cn.jiaozi.merchant.activation;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.terminal.Terminal;
import cn.jiaozi.merchant.terminal.TerminalState;
import java.time.Instant;

/// Whether a terminal may have a key. Anybody may ask, so only whoever shows the right serial number with the right
/// code learns more than that something is wrong. A wrong code counts when the serial number is right: without it
/// nothing is tried, and nobody can lock the codes of terminals whose ids he counts through.
final class ActivationRules {
    private ActivationRules() {}

    /// @param codeHash SHA-256 of the code that was typed, hexadecimal
    /// @param keyId    of the key that is asked for
    record Attempt(String actId, String serialNumber, String codeHash, String keyId) {}

    sealed interface Decision {}

    /// The terminal may have the key, unless the key was registered before.
    record Accepted() implements Decision {}

    /// The answer was lost: the same act got this key before. It is told again, whatever became of the terminal since.
    record Repeated() implements Decision {}

    /// @param counts whether it was one of the wrong tries that a code endures
    record Refused(Reason reason, boolean counts) implements Decision, Outcome {
        Refused(Reason reason) {
            this(reason, false);
        }
    }

    /// What is told to the terminal.
    sealed interface Outcome {}

    record Activated(Activation activation, boolean existed) implements Outcome {}

    /// @param current the code that was asked for last
    static Decision decide(Terminal terminal, ActivationCode current, Attempt attempt, Instant now) {
        if (!terminal.content().serialNumber().equals(attempt.serialNumber())) {
            return new Refused(Reason.ACTIVATION_CODE_WRONG);
        }
        if (!current.isHashedAs(attempt.codeHash())) {
            return new Refused(Reason.ACTIVATION_CODE_WRONG, !current.isLocked());
        }
        var same = terminal.key().filter(key -> key.actId().equals(attempt.actId()));
        if (same.isPresent()) {
            return same.get().keyId().equals(attempt.keyId())
                    ? new Repeated()
                    : new Refused(Reason.IDEMPOTENCY_CONFLICT);
        }
        if (terminal.state() != TerminalState.BOUND) {
            return new Refused(Reason.TERMINAL_STATE_INVALID);
        }
        if (current.isLocked()) {
            return new Refused(Reason.ACTIVATION_CODE_LOCKED);
        }
        return current.isExpired(now) ? new Refused(Reason.ACTIVATION_CODE_EXPIRED) : new Accepted();
    }
}
