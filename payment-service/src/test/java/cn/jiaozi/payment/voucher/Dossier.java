package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All that the bank of a simulation has of one purse, in place of its tables.
final class Dossier {
    private final Map<Hash, Held> vouchers = new LinkedHashMap<>();
    private final Set<Debit> unpaid = new LinkedHashSet<>();
    private final Map<Integer, PurseFact.Load> closed = new TreeMap<>();
    private final Set<Integer> told = new HashSet<>();
    private Optional<Book> book = Optional.empty();
    private Gaps gaps = Gaps.NONE;
    private int synced;
    List<Copy> waiting = new ArrayList<>();

    private record Held(Debit debit, Finding.Pays pays, boolean settled) {}

    Book book() {
        if (book.isEmpty()) {
            book = Optional.of(opened());
        }
        return book.get();
    }

    private Book opened() {
        var opened = new Book(gaps, synced);
        unpaid.forEach(opened::signed);
        for (var held : vouchers.values()) {
            var debit = held.debit();
            opened.known(debit.hash(), held.settled());
            if (held.pays().holdsSlot()) {
                opened.slot(
                        debit.counter(),
                        new Book.Slot(
                                debit.load(), debit.hash(), debit.previous(), debit.balanceFen(), debit.amountFen()));
            }
            if (debit.counter() > synced) {
                opened.spent(debit.load(), opened.spent(debit.load()).and(debit));
            }
        }
        return opened;
    }

    void decided(Copy copy, Finding.Pays pays) {
        book().take(copy.debit(), copy.voucherId(), pays, copy.receivedAt());
        gaps = book().gaps();
        vouchers.put(copy.debit().hash(), new Held(copy.debit(), pays, false));
    }

    void settled(Debit debit, boolean paid) {
        var held = vouchers.remove(debit.hash());
        if (paid && held != null) {
            vouchers.put(debit.hash(), new Held(debit, held.pays(), true));
            book().known(debit.hash(), true);
        } else {
            book = Optional.empty();
        }
    }

    /// What the purse has signed, and is not paid.
    void signed(Debit debit) {
        unpaid.add(debit);
        book().signed(debit);
    }

    void synced(int counter) {
        synced = Math.max(synced, counter);
        book = Optional.empty();
    }

    void closed(PurseFact.Load load) {
        var closing = load.closing().orElseThrow();
        if (closed.putIfAbsent(load.number(), load) == null) {
            gaps = gaps.closedAt(closing.counter(), closing.at());
            book = Optional.empty();
        }
    }

    /// Gives up what has been missing since then.
    void giveUp(Instant since) {
        gaps = new Gaps(
                gaps.last(),
                gaps.open().stream()
                        .filter(gap -> gap.openedAt().isAfter(since))
                        .toList());
        book = Optional.empty();
    }

    int contiguous() {
        return gaps.contiguous(unpaid.stream().map(Debit::counter).collect(Collectors.toSet()));
    }

    /// Loads of which nothing more is to come; each is told once.
    List<Integer> concluded() {
        if (!waiting.isEmpty()) {
            return List.of();
        }
        var concluded = closed.values().stream()
                .filter(load -> gaps.open().stream()
                        .noneMatch(gap ->
                                gap.first() <= load.closing().orElseThrow().counter() && gap.last() > load.counter()))
                .map(PurseFact.Load::number)
                .filter(number -> !told.contains(number))
                .toList();
        told.addAll(concluded);
        return concluded;
    }
}
