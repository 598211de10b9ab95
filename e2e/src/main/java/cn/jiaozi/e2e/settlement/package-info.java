/// What merchants' days cost in time: bills and what goes with them, on a PostgreSQL of its own.
@NullMarked
package cn.jiaozi.e2e.settlement;

import org.jspecify.annotations.NullMarked;
