/// What the ledger was asked and has not answered. Asks again after 10 s, 1 min, 10 min, also after a complete loss
/// of Kafka.
@NullMarked
package cn.jiaozi.wallet.asking;

import org.jspecify.annotations.NullMarked;
