/// Permission: who holds which wallet, and may it do this? Knows no balance; the only service that talks to the bank
/// core.
@NullMarked
package cn.jiaozi.wallet;

import org.jspecify.annotations.NullMarked;
