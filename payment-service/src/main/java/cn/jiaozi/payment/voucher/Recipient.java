package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PaymentEvent.Seller;
import cn.jiaozi.contracts.WalletParty;
import java.util.Optional;

/// Where a payee's money goes.
///
/// @param seller the till, where it is one
record Recipient(WalletParty wallet, Optional<Seller> seller, boolean inService) {}
