/// Which purses are revoked, as the bank signs it for those who take payments without a network: the whole list,
/// and what has changed since another one. What to do with a list that is too old is decided elsewhere.
@NullMarked
package cn.jiaozi.sdk.revocation;

import org.jspecify.annotations.NullMarked;
