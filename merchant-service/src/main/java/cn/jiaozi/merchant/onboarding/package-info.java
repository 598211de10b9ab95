/// Merchants: applied for by an operator, checked as far as numbers go, numbered by us, and announced as receivers of
/// money once they are active. Who may approve, suspend or close one is decided elsewhere, in `review` and `standing`.
@NullMarked
package cn.jiaozi.merchant.onboarding;

import org.jspecify.annotations.NullMarked;
