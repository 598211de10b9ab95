/// What is scanned at a till: the merchant's QR code (EMVCo Merchant-Presented Mode) and the customer's payment code.
/// Decides whether a text is a well-formed one; whether it may be paid is the suite's to say.
@NullMarked
package cn.jiaozi.sdk.qr;

import org.jspecify.annotations.NullMarked;
