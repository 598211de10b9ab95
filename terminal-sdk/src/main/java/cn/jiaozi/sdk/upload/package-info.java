/// How the vouchers of a day without a network reach the bank: as one signed batch, in pieces that are sent in
/// any order and as often as it takes. What each voucher is worth is the bank's to say, one by one.
@NullMarked
package cn.jiaozi.sdk.upload;

import org.jspecify.annotations.NullMarked;
