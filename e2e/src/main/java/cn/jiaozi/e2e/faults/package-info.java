/// Processes that die, stall and come back under load, and whether anything was lost. It decides what is broken when,
/// and reads the books afterwards; it knows processes by their names and signals, and the suite by its gateway and
/// databases.
@NullMarked
package cn.jiaozi.e2e.faults;

import org.jspecify.annotations.NullMarked;
