/// The journal: decides every request of a batch in its one order, in plain Java, and writes what follows in a handful
/// of statements. It knows nothing of payments; it speaks of accounts, legs, entries and holds.
@NullMarked
package cn.jiaozi.ledger.journal;

import org.jspecify.annotations.NullMarked;
