/// Opens wallets: identity, one wallet of a class per person or phone, the account and the cap at the ledger. Decides
/// nothing about payments.
@NullMarked
package cn.jiaozi.wallet.opening;

import org.jspecify.annotations.NullMarked;
