/// Whose keys may sign: devices of customers' apps, registered with the proof that the key is held, revoked for ever.
/// Every change is announced, so that the gateway knows the keys; what a signature is good for is decided elsewhere.
@NullMarked
package cn.jiaozi.wallet.device;

import org.jspecify.annotations.NullMarked;
