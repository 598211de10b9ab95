package cn.jiaozi.ledger.account;

import java.util.Optional;

/// What an account does not allow.
///
/// @param floorFen what is available must not be lowered below this; empty for no bound. It may exceed the balance
/// @param height   the last entry that was decided before this constraint was set
public record Constraint(
        boolean debitFrozen, boolean creditFrozen, Optional<Long> floorFen, long version, long height) {
    /// The version of what an account or a group is born with; any real one is above it.
    static final long NEVER_SET = -1;

    /// The subtraction is not done where it would wrap around.
    boolean forbidsLowering(long availableFen, long amountFen) {
        return floorFen.filter(floor -> availableFen < Long.MIN_VALUE + amountFen || availableFen - amountFen < floor)
                .isPresent();
    }
}
