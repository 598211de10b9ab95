package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import java.util.HashMap;
import java.util.Map;

/// By which voucher each payee has used its nonces, as far as the copies at hand need it. One payee takes from
/// many purses, so this is of a whole batch.
final class Nonces {
    private final Map<Key, Hash> used = new HashMap<>();

    /// @param nonce 32 hex digits
    record Key(String payee, String nonce) {
        static Key of(Debit debit) {
            return new Key(debit.payee(), debit.nonce().hex());
        }
    }

    void use(Key key, Hash voucher) {
        used.put(key, voucher);
    }

    boolean isUsedByAnother(Copy copy) {
        var hash = used.get(Key.of(copy.debit()));
        return hash != null && !hash.equals(copy.voucherId());
    }
}
