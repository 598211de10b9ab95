/// The business day by one command: whoever schedules a bank's night calls the same endpoints in the same order.
/// It knows nothing of the services but their interface.
@NullMarked
package cn.jiaozi.e2e.day;

import org.jspecify.annotations.NullMarked;
