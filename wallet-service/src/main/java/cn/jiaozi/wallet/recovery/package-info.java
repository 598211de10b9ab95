/// What holders owe for vouchers that no reserve covered, until it has been taken from their wallets (离线追偿).
@NullMarked
package cn.jiaozi.wallet.recovery;

import org.jspecify.annotations.NullMarked;
