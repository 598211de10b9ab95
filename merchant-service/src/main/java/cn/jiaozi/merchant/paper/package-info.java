/// What a receipt says, how its amount is written in words, and the sheet of paper that it is printed on. Knows nothing
/// of where its facts come from, nor who may have it.
@NullMarked
package cn.jiaozi.merchant.paper;

import org.jspecify.annotations.NullMarked;
