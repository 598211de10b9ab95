package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.Voucher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that a chip remembers. What it does is a new state, written before anything is answered.
///
/// @param writes  number of this state, from 1
/// @param order   the last load; empty before the first
/// @param counter of the last debit
/// @param head    hash of that debit; zero before the first
/// @param synced  counter up to which the bank has seen the debits
/// @param kept    debits that the bank has not seen, and those that no payee has acknowledged
/// @param closing what ended the last load, until there is another
record ElementState(
        long writes,
        Chain chain,
        Optional<Signed<LoadOrder>> order,
        long balanceFen,
        int counter,
        Hash head,
        int synced,
        List<Kept> kept,
        Optional<Signed<Statement>> closing,
        Optional<Pin> pin) {
    private static final int MOST_KEPT = 255;

    static ElementState first(Chain chain) {
        return new ElementState(
                1, chain, Optional.empty(), 0, 0, Hash.ZERO, 0, List.of(), Optional.empty(), Optional.empty());
    }

    int load() {
        return order.map(last -> last.content().load()).orElse(0);
    }

    boolean isOpen() {
        return order.isPresent() && closing.isEmpty();
    }

    /// Those that came with the last load.
    Optional<Limits> limits() {
        return order.map(last -> last.content().limits());
    }

    ElementState withChain(Chain next) {
        return new ElementState(writes + 1, next, order, balanceFen, counter, head, synced, kept, closing, pin);
    }

    ElementState withPin(Pin next) {
        return new ElementState(
                writes + 1, chain, order, balanceFen, counter, head, synced, kept, closing, Optional.of(next));
    }

    /// What the bank has seen counts no more. A debit that no payee has acknowledged is kept all the same, so
    /// that it can be shown again, as long as there is room.
    ElementState syncedTo(int upTo) {
        var left = kept.stream()
                .filter(each -> each.debit().content().counter() > upTo
                        || each.acknowledgement().isEmpty())
                .toList();
        int most = Math.max(0, left.size() - MOST_KEPT);
        return new ElementState(
                writes + 1,
                chain,
                order,
                balanceFen,
                counter,
                head,
                upTo,
                List.copyOf(left.subList(most, left.size())),
                closing,
                pin);
    }

    /// Debits that the bank has not seen.
    List<Kept> unseen() {
        return kept.stream()
                .filter(each -> each.debit().content().counter() > synced)
                .toList();
    }

    ElementState withKept(List<Kept> next) {
        return new ElementState(
                writes + 1, chain, order, balanceFen, counter, head, synced, List.copyOf(next), closing, pin);
    }

    /// The PIN is free again: the bank has seen its holder.
    ElementState loaded(Signed<LoadOrder> next) {
        return new ElementState(
                writes + 1,
                chain,
                Optional.of(next),
                next.content().amountFen(),
                counter,
                head,
                synced,
                kept,
                Optional.empty(),
                pin.map(Pin::unblocked));
    }

    ElementState closed(Signed<Statement> statement) {
        return new ElementState(writes + 1, chain, order, 0, counter, head, synced, kept, Optional.of(statement), pin);
    }

    ElementState debited(Signed<Debit> debit) {
        var more = new ArrayList<>(kept);
        more.add(new Kept(debit, Optional.empty()));
        var content = debit.content();
        return new ElementState(
                writes + 1,
                chain,
                order,
                content.balanceFen(),
                content.counter(),
                content.hash(),
                synced,
                List.copyOf(more),
                closing,
                pin);
    }

    Octets encoded() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(writes);
            write(out, chain.holder().der().bytes());
            write(out, chain.operator().der().bytes());
            write(out, order.map(Signed::encoded).orElse(NOTHING));
            out.writeLong(balanceFen);
            out.writeInt(counter);
            write(out, head.bytes());
            out.writeInt(synced);
            out.writeInt(kept.size());
            for (var each : kept) {
                write(out, each.debit().encoded());
                write(out, each.acknowledgement().map(Octets::bytes).orElse(NOTHING));
            }
            write(out, closing.map(Signed::encoded).orElse(NOTHING));
            write(out, pin.map(known -> known.salt().bytes()).orElse(NOTHING));
            write(out, pin.map(known -> known.hash().bytes()).orElse(NOTHING));
            out.writeInt(pin.map(Pin::wrong).orElse(0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Octets.of(bytes.toByteArray());
    }

    static ElementState read(Octets bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes.bytes()))) {
            return new ElementState(
                    in.readLong(),
                    new Chain(Certificate.of(part(in)), Certificate.of(part(in))),
                    optional(in).map(order -> LoadOrder.readSigned(order.bytes())),
                    in.readLong(),
                    in.readInt(),
                    Hash.of(part(in)),
                    in.readInt(),
                    kept(in),
                    optional(in).map(statement -> Statement.readSigned(statement.bytes())),
                    pin(optional(in), optional(in), in.readInt()));
        } catch (IOException e) {
            throw new IllegalArgumentException("The memory of the chip cannot be read", e);
        }
    }

    private static final byte[] NOTHING = {};

    private static List<Kept> kept(DataInputStream in) throws IOException {
        int size = in.readInt();
        var kept = new ArrayList<Kept>();
        for (int i = 0; i < size; i++) {
            kept.add(new Kept(Voucher.readDebit(part(in)), optional(in)));
        }
        return List.copyOf(kept);
    }

    private static Optional<Pin> pin(Optional<Octets> salt, Optional<Octets> hash, int wrong) {
        return salt.map(known -> new Pin(known, Hash.of(hash.orElseThrow().bytes()), wrong));
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeShort(part.length);
        out.write(part);
    }

    private static byte[] part(DataInputStream in) throws IOException {
        byte[] part = new byte[in.readUnsignedShort()];
        in.readFully(part);
        return part;
    }

    private static Optional<Octets> optional(DataInputStream in) throws IOException {
        byte[] part = part(in);
        return part.length == 0 ? Optional.empty() : Optional.of(Octets.of(part));
    }
}
