/// What makes the books provable: a signed block over every batch, the tree over all blocks, checkpoints and receipts.
/// Formats and proofs are the SDK's ([cn.jiaozi.sdk.receipt]); here they are made and kept.
@NullMarked
package cn.jiaozi.ledger.chain;

import org.jspecify.annotations.NullMarked;
