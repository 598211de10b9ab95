package cn.jiaozi.ledger.statement;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.Subject;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Optional;

/// An account as its owner sees it.
///
/// @param availableFen  what may still be taken out: the balance without what is held and what the floor keeps
/// @param pendingInFen  held, on its way in
/// @param pendingOutFen held, on its way out
record AccountView(
        @JsonIgnore long id,
        String address,
        Subject subject,
        String operator,
        String branchCode,
        @JsonIgnore Optional<String> owner,
        long balanceFen,
        long availableFen,
        long pendingInFen,
        long pendingOutFen,
        Optional<Long> floorFen,
        Optional<Long> capFen,
        boolean debitFrozen,
        boolean creditFrozen,
        boolean closed,
        AsOf asOf) {
    /// Everything up to this entry is in the answer.
    record AsOf(long height, Instant at) {}

    boolean mayBeSeenBy(Caller caller) {
        return caller.is(Role.OPERATOR)
                || caller.is(Role.AUDITOR)
                || owner.filter(caller.party()::equals).isPresent();
    }
}
