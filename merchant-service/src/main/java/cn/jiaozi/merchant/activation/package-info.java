/// How a terminal gets its key: the merchant or an operator asks for an activation code, somebody types it into the
/// device, and the device shows it with a request for the key that it has made. It decides who may activate; the
/// terminal's life and its key are kept by `terminal`.
@NullMarked
package cn.jiaozi.merchant.activation;

import org.jspecify.annotations.NullMarked;
