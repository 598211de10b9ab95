/// Terminals (受理终端) of stores: bound, activated with a key, deactivated. It announces their keys and keeps who did
/// what to which; how a terminal proves that it may be activated is the business of `activation`.
@NullMarked
package cn.jiaozi.merchant.terminal;

import org.jspecify.annotations.NullMarked;
