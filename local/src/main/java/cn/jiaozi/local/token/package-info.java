/// Tokens for development: an identity provider that believes everybody. Production refuses its issuer.
@NullMarked
package cn.jiaozi.local.token;

import org.jspecify.annotations.NullMarked;
