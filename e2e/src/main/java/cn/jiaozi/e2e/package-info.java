/// Jiaozi from outside: callers of its gateway, the story that shows its main job, and books that are read with SQL of
/// their own.
@NullMarked
package cn.jiaozi.e2e;

import org.jspecify.annotations.NullMarked;
