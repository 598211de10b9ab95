/// Payments without a network, across the whole suite: purses and tills as the SDK makes them, uploads, and how
/// fast the bank judges and pays them.
@NullMarked
package cn.jiaozi.e2e.offline;

import org.jspecify.annotations.NullMarked;
