/// Uploads of vouchers: signed batches in pieces that may come in any order and as often as it takes. When the
/// last piece is there all of them wait in a queue for their judge; what they are worth is not decided here.
@NullMarked
package cn.jiaozi.payment.upload;

import org.jspecify.annotations.NullMarked;
