/// Merchants: registered by an operator, numbered by us, announced as receivers of money.
@NullMarked
package cn.jiaozi.merchant.onboarding;

import org.jspecify.annotations.NullMarked;
