/// The chip (安全芯片) that holds a purse, and a simulator of one in software.
@NullMarked
package cn.jiaozi.sdk.element;

import org.jspecify.annotations.NullMarked;
