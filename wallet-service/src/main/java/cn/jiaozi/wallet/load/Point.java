package cn.jiaozi.wallet.load;

import cn.jiaozi.sdk.receipt.Hash;

/// How far a chip's chain of debits goes.
///
/// @param counter of the last debit
/// @param head    its hash
record Point(int counter, Hash head) {
    /// Of a chip that has never paid.
    static final Point START = new Point(0, Hash.ZERO);
}
