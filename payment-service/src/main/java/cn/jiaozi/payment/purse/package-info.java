/// Copies of what others own and vouchers are judged by: purses, loads and revocation lists from wallet-
/// service, tills from merchant-service, and the certificates that came with uploads and lead to the root.
@NullMarked
package cn.jiaozi.payment.purse;

import org.jspecify.annotations.NullMarked;
