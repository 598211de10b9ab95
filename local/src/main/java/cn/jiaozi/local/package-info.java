/// Everything of Jiaozi on one machine: PostgreSQL, Kafka, the bank core's simulator, the issuer of development
/// tokens and the services as child processes. It decides how processes are started, watched and stopped; it knows
/// nothing of what the services do.
@NullMarked
package cn.jiaozi.local;

import org.jspecify.annotations.NullMarked;
