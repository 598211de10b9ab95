/// What becomes of vouchers (双离线凭证): each copy that was uploaded is judged by pure rules, with its purse locked,
/// and what is to be paid is asked of the ledger. Who may upload, and how, is not decided here.
@NullMarked
package cn.jiaozi.payment.voucher;

import org.jspecify.annotations.NullMarked;
