/// The places of a merchant: its stores (门店).
@NullMarked
package cn.jiaozi.merchant.outlet;

import org.jspecify.annotations.NullMarked;
