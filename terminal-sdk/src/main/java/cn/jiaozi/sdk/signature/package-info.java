/// Signatures over HTTP requests and responses after RFC 9421, in the one form that Jiaozi uses: of a request, method,
/// target, digest, time and nonce are always covered; of a response, status, digest, time and the request's signature.
@NullMarked
package cn.jiaozi.sdk.signature;

import org.jspecify.annotations.NullMarked;
