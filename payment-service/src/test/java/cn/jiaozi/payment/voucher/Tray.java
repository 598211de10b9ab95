package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.tap.Shelf;
import cn.jiaozi.sdk.tap.Taken;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a simulated payee keeps.
final class Tray implements Shelf {
    private final Map<Hash, Taken> taken = new LinkedHashMap<>();
    private final Map<Hash, Taken> unsent = new LinkedHashMap<>();
    private final Map<String, Integer> counters = new HashMap<>();
    private Optional<Offer> offer = Optional.empty();
    private Tear tear = Tear.NOWHERE;

    void tear(Tear where) {
        tear = where;
    }

    Collection<Taken> taken() {
        return taken.values();
    }

    @Override
    public Optional<Offer> offer() {
        return offer;
    }

    @Override
    public void ask(Offer next) {
        offer = Optional.of(next);
    }

    @Override
    public void cancel() {
        offer = Optional.empty();
    }

    @Override
    public void keep(Taken voucher) {
        tear.at(Tear.PAYEE_BEFORE_KEEPING);
        taken.put(voucher.hash(), voucher);
        unsent.put(voucher.hash(), voucher);
        var debit = voucher.voucher().debit().content();
        counters.merge(debit.payer(), debit.counter(), Math::max);
        offer = Optional.empty();
        tear.at(Tear.PAYEE_AFTER_KEEPING);
    }

    @Override
    public Optional<Taken> find(Hash voucher) {
        return Optional.ofNullable(taken.get(voucher));
    }

    @Override
    public int lastCounter(String purse) {
        return counters.getOrDefault(purse, 0);
    }

    @Override
    public List<Taken> unsent() {
        return List.copyOf(unsent.values());
    }

    @Override
    public void sent(Collection<Hash> vouchers) {
        unsent.keySet().removeAll(vouchers);
    }
}
