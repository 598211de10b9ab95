package cn.jiaozi.sdk.file;

import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.tap.Shelf;
import cn.jiaozi.sdk.tap.Taken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A shelf of files: `offer`, `unsent/<number>-<hash>`, `sent/…`, `counters/<purse>`.
public final class FileShelf implements Shelf {
    private final Path offer;
    private final Path unsent;
    private final Path sent;
    private final Path counters;

    /// @param folder is made when it is not there
    public FileShelf(Path folder) {
        this.offer = folder.resolve("offer");
        this.unsent = folder.resolve("unsent");
        this.sent = folder.resolve("sent");
        this.counters = folder.resolve("counters");
        try {
            Files.createDirectories(unsent);
            Files.createDirectories(sent);
            Files.createDirectories(counters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An offer whose voucher is there has ended: the power was cut before its file was deleted.
    @Override
    public Optional<Offer> offer() {
        return Files.exists(offer)
                ? Optional.of(Offer.read(WholeFile.read(offer)))
                        .filter(open -> unsent().stream()
                                .noneMatch(taken -> taken.voucher()
                                        .debit()
                                        .content()
                                        .answers(open.request().content())))
                : Optional.empty();
    }

    @Override
    public void ask(Offer asked) {
        WholeFile.write(offer, asked.encoded());
    }

    @Override
    public void cancel() {
        try {
            Files.deleteIfExists(offer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The voucher first: when the power is cut after it, the same payment is answered out of it.
    @Override
    public void keep(Taken taken) {
        var debit = taken.voucher().debit().content();
        int highest = Math.max(debit.counter(), lastCounter(debit.payer()));
        long number = Stream.of(unsent, sent)
                        .flatMap(folder -> names(folder).stream())
                        .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf('-'))))
                        .max()
                        .orElse(0)
                + 1;
        WholeFile.write(unsent.resolve("%09d-%s".formatted(number, taken.hash().hex())), taken.encoded());
        WholeFile.write(
                counters.resolve(debit.payer()), Integer.toString(highest).getBytes(StandardCharsets.US_ASCII));
        cancel();
    }

    @Override
    public Optional<Taken> find(Hash voucher) {
        return Stream.of(unsent, sent)
                .flatMap(folder -> file(folder, voucher).stream())
                .findFirst()
                .map(file -> Taken.read(WholeFile.read(file)));
    }

    @Override
    public int lastCounter(String purse) {
        var file = counters.resolve(purse);
        return Files.exists(file) ? Integer.parseInt(new String(WholeFile.read(file), StandardCharsets.US_ASCII)) : 0;
    }

    @Override
    public List<Taken> unsent() {
        return names(unsent).stream()
                .map(name -> Taken.read(WholeFile.read(unsent.resolve(name))))
                .toList();
    }

    @Override
    public void sent(Collection<Hash> vouchers) {
        for (var voucher : vouchers) {
            file(unsent, voucher).ifPresent(file -> {
                try {
                    Files.move(file, sent.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static Optional<Path> file(Path folder, Hash voucher) {
        return names(folder).stream()
                .filter(name -> name.endsWith("-" + voucher.hex()))
                .findFirst()
                .map(folder::resolve);
    }

    private static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(WholeFile.HALF))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
