package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.element.Memory;
import cn.jiaozi.sdk.key.Octets;
import java.util.Optional;

/// Memory of a simulated chip. It is torn where the simulation says so, and copied and put back as no honest
/// one can be.
final class Cell implements Memory {
    private Optional<Octets> state = Optional.empty();
    private long ratchet;
    private int whole = Integer.MAX_VALUE;
    private boolean tornAfter;

    /// The power is cut, or the two devices are apart.
    static final class Torn extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Cuts the power after so many more writes: before the next one, or just after it.
    void tear(int writes, boolean after) {
        whole = writes;
        tornAfter = after;
    }

    void repair() {
        whole = Integer.MAX_VALUE;
    }

    Cell copy() {
        var copy = new Cell();
        copy.state = state;
        copy.ratchet = ratchet;
        return copy;
    }

    /// @param ratchetToo whether also what no attacker should reach is set back
    void restore(Cell former, boolean ratchetToo) {
        state = former.state;
        if (ratchetToo) {
            ratchet = former.ratchet;
        }
    }

    @Override
    public Optional<Octets> read() {
        return state;
    }

    @Override
    public void write(Octets bytes, long number) {
        if (whole == 0 && !tornAfter) {
            throw new Torn();
        }
        state = Optional.of(bytes);
        ratchet = Math.max(ratchet, number);
        if (whole == 0) {
            throw new Torn();
        }
        whole--;
    }

    @Override
    public long ratchet() {
        return ratchet;
    }
}
