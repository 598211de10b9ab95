/// The bank's core system as seen from here: one client behind Resilience4j, and what its answers mean.
@NullMarked
package cn.jiaozi.wallet.bank;

import org.jspecify.annotations.NullMarked;
