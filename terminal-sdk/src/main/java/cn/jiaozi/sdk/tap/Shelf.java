package cn.jiaozi.sdk.tap;

import cn.jiaozi.sdk.receipt.Hash;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Where a payee keeps what it has asked for and what it has got, so that neither a tear nor a power cut loses
/// it. Each method is done whole or not at all, and done for good when it returns.
public interface Shelf {
    /// What is asked for now, until it is got or cancelled.
    Optional<Offer> offer();

    void ask(Offer offer);

    void cancel();

    /// Keeps a voucher, and ends the offer in the same act.
    void keep(Taken taken);

    /// Also one that has been sent.
    Optional<Taken> find(Hash voucher);

    /// The highest counter that was ever got from a purse; 0 for one that has never paid here.
    int lastCounter(String purse);

    /// Those that the bank has not got, in the order in which they came.
    List<Taken> unsent();

    /// The bank has them.
    void sent(Collection<Hash> vouchers);
}
