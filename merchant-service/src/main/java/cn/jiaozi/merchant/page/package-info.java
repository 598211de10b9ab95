/// Where a page of a list ends and the next one begins, the same for all lists that are ordered by a moment.
@NullMarked
package cn.jiaozi.merchant.page;

import org.jspecify.annotations.NullMarked;
