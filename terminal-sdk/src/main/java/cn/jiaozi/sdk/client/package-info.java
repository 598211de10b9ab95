/// Calls of the gateway: signed, repeated when the reply is lost, and believed only under the gateway's signature.
/// Knows nothing of what is in the bodies, except problems (RFC 9457).
@NullMarked
package cn.jiaozi.sdk.client;

import org.jspecify.annotations.NullMarked;
