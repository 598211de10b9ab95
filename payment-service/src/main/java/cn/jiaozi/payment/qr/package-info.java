/// The QR codes that merchants show (EMV Merchant-Presented Mode): of an order, and of a store.
@NullMarked
package cn.jiaozi.payment.qr;

import org.jspecify.annotations.NullMarked;
