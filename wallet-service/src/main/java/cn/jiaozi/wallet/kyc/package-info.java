/// Identity data, encrypted field by field in a schema of its own. Nothing of it leaves this package but to the
/// caller who needs it in clear: the bank core and a masked view.
@NullMarked
package cn.jiaozi.wallet.kyc;

import org.jspecify.annotations.NullMarked;
