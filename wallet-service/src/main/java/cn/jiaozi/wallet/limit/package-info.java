/// Limits of the wallet classes as effective-dated data.
@NullMarked
package cn.jiaozi.wallet.limit;

import org.jspecify.annotations.NullMarked;
