@NullMarked
package cn.jiaozi.sdk.certificate;

import org.jspecify.annotations.NullMarked;
