@NullMarked
package cn.jiaozi.sdk.revocation;

import org.jspecify.annotations.NullMarked;
