package cn.jiaozi.ledger.chain;

import cn.jiaozi.sdk.receipt.Frontier;
import cn.jiaozi.sdk.receipt.Hash;

/// Where the next block goes.
///
/// @param number   of the last block; 0 where there is none
/// @param hash     of its header; [Hash#ZERO] where there is none
/// @param frontier of the tree over all headers
public record ChainEnd(long number, Hash hash, Frontier frontier) {
    public static final ChainEnd START = new ChainEnd(0, Hash.ZERO, Frontier.EMPTY);
}
