@NullMarked
package cn.jiaozi.merchant.reconciliation;

import org.jspecify.annotations.NullMarked;
