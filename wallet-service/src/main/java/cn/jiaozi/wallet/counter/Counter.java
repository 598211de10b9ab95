package cn.jiaozi.wallet.counter;

import java.time.Instant;
import java.util.Optional;

/// A place where cash is taken and paid out.
///
/// @param accountNo of its cash at the bank core
/// @param closure   for ever: a place that opens again has another id
public record Counter(
        String counterId,
        Kind kind,
        String accountNo,
        String registeredBy,
        Instant registeredAt,
        Optional<Closure> closure) {
    public enum Kind {
        /// A clerk stands there (柜面).
        COUNTER,
        /// A machine (自助机): nobody sees who is in front of it.
        KIOSK
    }

    public enum State {
        OPEN,
        CLOSED
    }

    record Closure(String by, String reason, Instant at) {}

    public boolean isOpen() {
        return closure.isEmpty();
    }

    State state() {
        return isOpen() ? State.OPEN : State.CLOSED;
    }

    Counter closed(Closure with) {
        return new Counter(counterId, kind, accountNo, registeredBy, registeredAt, Optional.of(with));
    }

    /// The first field in which a repeated registration differs, as a JSON pointer.
    Optional<String> difference(Counter asked) {
        if (kind != asked.kind) {
            return Optional.of("/kind");
        }
        return accountNo.equals(asked.accountNo) ? Optional.empty() : Optional.of("/accountNo");
    }

    /// Account numbers are not for logs.
    @Override
    public String toString() {
        return "Counter[" + counterId + "]";
    }
}
