/// The ledger: the only place where balances exist. It is told through one inbox and answers through the outbox.
@NullMarked
package cn.jiaozi.ledger;

import org.jspecify.annotations.NullMarked;
