package cn.jiaozi.ledger.account;

import java.util.Optional;

/// What an account does not allow.
///
/// @param floorFen what is available must not be lowered below this; empty for no bound. It may exceed the balance
/// @param capFen   what counts must not be raised above this; empty for no bound
/// @param height   the last entry that was decided before this constraint was set
public record Constraint(
        boolean debitFrozen,
        boolean creditFrozen,
        Optional<Long> floorFen,
        Optional<Long> capFen,
        long version,
        long height) {
    /// The version of what an account or a group is born with; any real one is above it.
    static final long NEVER_SET = -1;

    /// The subtraction is not done where it would wrap around.
    boolean forbidsLowering(long availableFen, long amountFen) {
        if (floorFen.isEmpty()) {
            return false;
        }
        return availableFen < Long.MIN_VALUE + amountFen || availableFen - amountFen < floorFen.get();
    }

    /// What may be taken out down to the floor and to `leaveFen`, whichever is higher; nothing where that is negative.
    long spareFen(long availableFen, long leaveFen) {
        long keepFen = floorFen.isPresent() ? Math.max(floorFen.get(), leaveFen) : leaveFen;
        if (availableFen <= keepFen) {
            return 0;
        }
        long spareFen = availableFen - keepFen;
        return spareFen < 0 ? Long.MAX_VALUE : spareFen;
    }

    /// What may be added up to the cap, less what is to be left of that.
    long roomFen(long countedFen, long leaveFen) {
        if (capFen.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (countedFen >= capFen.get()) {
            return 0;
        }
        long roomFen = capFen.get() - countedFen;
        return roomFen < 0 ? Long.MAX_VALUE : Math.max(roomFen - leaveFen, 0);
    }

    boolean forbidsRaising(long countedFen, long amountFen) {
        return capFen.isPresent() && countedFen > capFen.get() - amountFen;
    }
}
