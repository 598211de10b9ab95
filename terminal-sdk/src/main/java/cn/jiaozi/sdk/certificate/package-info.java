/// Certificates of those who pay without a network: X.509 (RFC 5280) with SM2 keys. A root is trusted; it
/// certifies operators, and they certify chips, terminals and whoever signs for the bank.
@NullMarked
package cn.jiaozi.sdk.certificate;

import org.jspecify.annotations.NullMarked;
