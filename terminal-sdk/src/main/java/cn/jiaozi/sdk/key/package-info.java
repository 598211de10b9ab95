/// Keys of terminals and devices: which are accepted, how they are written, and how it is proven that one is held.
@NullMarked
package cn.jiaozi.sdk.key;

import org.jspecify.annotations.NullMarked;
