/// The places of a merchant: stores (门店) and the terminals bound to them.
@NullMarked
package cn.jiaozi.merchant.outlet;

import org.jspecify.annotations.NullMarked;
