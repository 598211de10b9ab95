package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.key.Octets;
import java.util.Optional;

/// Where a chip keeps its state. It is written whole or not at all, also when the power goes.
public interface Memory {
    Optional<Octets> read();

    /// @param number of the write; one more than that of the state before
    void write(Octets state, long number);

    /// The highest number that was ever written, kept where nobody can set it back.
    long ratchet();
}
