/// Small amounts without a factor (小额免密): the limits that a customer has switched on for a wallet. They are off
/// until then. Whether a payment keeps within them is decided, and counted, where payments are authorized.
@NullMarked
package cn.jiaozi.wallet.pinfree;

import org.jspecify.annotations.NullMarked;
