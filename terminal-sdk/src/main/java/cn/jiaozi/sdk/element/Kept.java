package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.util.Optional;

/// A debit that the chip remembers until the bank has seen it and the payee has acknowledged it.
///
/// @param acknowledgement absent while the payee has not said that it holds it
public record Kept(Signed<Debit> debit, Optional<Octets> acknowledgement) {
    public Voucher voucher() {
        return new Voucher(debit, acknowledgement);
    }
}
