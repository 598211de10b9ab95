package cn.jiaozi.sdk.file;

import cn.jiaozi.sdk.element.Memory;
import cn.jiaozi.sdk.key.Octets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A memory of two files. Of what a chip's hardware promises it keeps what files can: a state is there whole,
/// and one that is put back alone is noticed; who puts both files back is not.
public final class FileMemory implements Memory {
    private final Path state;
    private final Path ratchet;

    /// @param folder exists
    public FileMemory(Path folder) {
        this.state = folder.resolve("element.state");
        this.ratchet = folder.resolve("element.ratchet");
    }

    @Override
    public Optional<Octets> read() {
        return Files.exists(state) ? Optional.of(Octets.of(WholeFile.read(state))) : Optional.empty();
    }

    /// The state comes first: a power cut in between leaves a state that is newer than the ratchet, which is
    /// no harm.
    @Override
    public void write(Octets bytes, long number) {
        WholeFile.write(state, bytes.bytes());
        WholeFile.write(ratchet, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long ratchet() {
        return Files.exists(ratchet)
                ? Long.parseLong(new String(WholeFile.read(ratchet), StandardCharsets.US_ASCII))
                : 0;
    }
}
