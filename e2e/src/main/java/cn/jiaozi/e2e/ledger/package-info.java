/// `./jiaozi bench ledger`: how many entries a second the ledger takes, beside SQL that was written by hand for the
/// same transfers on the same server.
@NullMarked
package cn.jiaozi.e2e.ledger;

import org.jspecify.annotations.NullMarked;
