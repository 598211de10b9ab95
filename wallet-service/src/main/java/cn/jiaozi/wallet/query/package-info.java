/// Questions to the core for those who look into a discrepancy: what became of a transfer, whoever has asked for it. An
/// answer that an open exchange still waits for ends that exchange too.
@NullMarked
package cn.jiaozi.wallet.query;

import org.jspecify.annotations.NullMarked;
