/// What proves that a purse has spent twice: two vouchers that no sound chip signs, and the certificates that say
/// whose they are. Anybody checks it with nothing but the root; what follows from it is decided elsewhere.
@NullMarked
package cn.jiaozi.sdk.evidence;

import org.jspecify.annotations.NullMarked;
