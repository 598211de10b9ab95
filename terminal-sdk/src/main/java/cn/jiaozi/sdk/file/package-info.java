/// Chip and till in files, for simulators and trials.
@NullMarked
package cn.jiaozi.sdk.file;

import org.jspecify.annotations.NullMarked;
