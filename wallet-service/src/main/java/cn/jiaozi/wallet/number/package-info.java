/// Numbers with a meaning and a check digit: wallets, persons, enterprises, phones. Pure.
@NullMarked
package cn.jiaozi.wallet.number;

import org.jspecify.annotations.NullMarked;
