/// Test infrastructure for every module: real servers, the house rules, seeds. Test scope only.
@NullMarked
package cn.jiaozi.testkit;

import org.jspecify.annotations.NullMarked;
