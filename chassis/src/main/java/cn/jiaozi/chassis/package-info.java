/// What every service would otherwise repeat: the batch inbox, the outbox and its relay, acts and their waiting
/// callers, problem details, jobs, time and ids. It knows Spring and no word of the domain.
@NullMarked
package cn.jiaozi.chassis;

import org.jspecify.annotations.NullMarked;
