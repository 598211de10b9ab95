/// Signatures over HTTP requests after RFC 9421, in the one form that Jiaozi uses: method, target, digest, time and
/// nonce are always covered.
@NullMarked
package cn.jiaozi.sdk.signature;

import org.jspecify.annotations.NullMarked;
