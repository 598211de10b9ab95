/// Commerce: who sells, where, with which terminals, and what was sold. It announces whom one may pay, and hears in
/// [MerchantInbox] what was paid.
@NullMarked
package cn.jiaozi.merchant;

import org.jspecify.annotations.NullMarked;
