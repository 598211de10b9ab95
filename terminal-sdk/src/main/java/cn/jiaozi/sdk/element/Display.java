package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.receipt.Hash;

/// What a card shows (可视卡).
///
/// @param load           number of the last one; 0 before the first
/// @param open           whether it may be spent
/// @param counter        of the last debit
/// @param head           hash of the last debit
/// @param paymentsLeft   until the bank has to see the purse
/// @param totalLeftFen   the same as a sum
/// @param unacknowledged payments of which no payee has said that it holds them
public record Display(
        Chain chain,
        int load,
        boolean open,
        long balanceFen,
        int counter,
        Hash head,
        int paymentsLeft,
        long totalLeftFen,
        int unacknowledged) {
    public String purse() {
        return chain.holder().subject();
    }
}
