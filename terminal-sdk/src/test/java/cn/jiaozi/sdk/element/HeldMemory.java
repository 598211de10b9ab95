package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.key.Octets;
import java.util.Optional;

/// A memory that is torn where a test says so, and that can be put back as no honest one can.
public final class HeldMemory implements Memory {
    private Optional<Octets> state = Optional.empty();
    private long ratchet;
    private int whole = Integer.MAX_VALUE;
    private boolean tornAfter;

    /// The power is cut.
    public static final class Torn extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Cuts the power after so many more writes: before the next one, or just after it.
    public void tear(int writes, boolean after) {
        whole = writes;
        tornAfter = after;
    }

    public void repair() {
        whole = Integer.MAX_VALUE;
    }

    /// The same chip once more (T1).
    public HeldMemory copy() {
        var copy = new HeldMemory();
        copy.state = state;
        copy.ratchet = ratchet;
        return copy;
    }

    /// Puts a former state back (T2), all of it or without what is kept where nobody can set it back.
    public void restore(HeldMemory former, boolean ratchetToo) {
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
