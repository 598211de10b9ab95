/// What the holder and the operator may see of a wallet, put together from the other features.
@NullMarked
package cn.jiaozi.wallet.overview;

import org.jspecify.annotations.NullMarked;
