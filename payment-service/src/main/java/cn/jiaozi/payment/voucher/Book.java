package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What has been decided about one purse, as far as the copies at hand need it. It goes on with each decision,
/// so that what comes next is judged by it.
final class Book {
    private final Map<Integer, Slot> slots = new HashMap<>();
    private final Map<Hash, Boolean> known = new HashMap<>();
    private final Map<Integer, Spent> spent = new HashMap<>();
    private final Map<Integer, Set<Signed>> unpaid = new HashMap<>();
    private final int synced;
    private Gaps gaps;

    /// The debit that has a counter.
    record Slot(int load, Hash hash, Hash previous, long balanceFen, long amountFen) {}

    /// A debit that the purse has signed.
    record Signed(Hash hash, Hash previous) {}

    /// What a load has paid since the bank last told the chip that it has everything.
    record Spent(long amountFen, int poweredOff, long poweredOffFen) {
        static final Spent NOTHING = new Spent(0, 0, 0);

        Spent and(Debit debit) {
            return new Spent(
                    Math.addExact(amountFen, debit.amountFen()),
                    debit.poweredOff() ? poweredOff + 1 : poweredOff,
                    debit.poweredOff() ? Math.addExact(poweredOffFen, debit.amountFen()) : poweredOffFen);
        }
    }

    /// @param synced the last counter that the bank has told the chip it knows; zero for none
    Book(Gaps gaps, int synced) {
        this.gaps = gaps;
        this.synced = synced;
    }

    Gaps gaps() {
        return gaps;
    }

    int synced() {
        return synced;
    }

    Optional<Slot> slot(int counter) {
        return Optional.ofNullable(slots.get(counter));
    }

    /// All that the purse has signed with this counter, whatever has become of it.
    Set<Signed> signed(int counter) {
        var signed = new HashSet<>(unpaid.getOrDefault(counter, Set.of()));
        slot(counter).ifPresent(slot -> signed.add(new Signed(slot.hash(), slot.previous())));
        return signed;
    }

    boolean isSettled(Hash voucher) {
        return known.getOrDefault(voucher, false);
    }

    boolean isSettling(Hash voucher) {
        return !known.getOrDefault(voucher, true);
    }

    Spent spent(int load) {
        return spent.getOrDefault(load, Spent.NOTHING);
    }

    void slot(int counter, Slot slot) {
        slots.put(counter, slot);
    }

    /// One that is not paid.
    void signed(int counter, Signed debit) {
        unpaid.computeIfAbsent(counter, _ -> new HashSet<>()).add(debit);
    }

    void signed(Debit debit) {
        signed(debit.counter(), new Signed(debit.hash(), debit.previous()));
    }

    void known(Hash voucher, boolean settled) {
        known.put(voucher, settled);
    }

    void spent(int load, Spent since) {
        spent.put(load, since);
    }

    /// A voucher that is to be paid.
    void take(Debit debit, Hash hash, Finding.Pays pays, Instant receivedAt) {
        known.put(hash, false);
        if (pays.holdsSlot()) {
            slots.put(
                    debit.counter(),
                    new Slot(debit.load(), hash, debit.previous(), debit.balanceFen(), debit.amountFen()));
            gaps = gaps.known(debit.counter(), receivedAt);
        }
        if (debit.counter() > synced) {
            spent.put(debit.load(), spent(debit.load()).and(debit));
        }
    }
}
