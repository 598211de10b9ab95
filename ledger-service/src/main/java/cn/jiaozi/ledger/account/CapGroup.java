package cn.jiaozi.ledger.account;

import java.util.Optional;

/// Several accounts whose sum is bounded: a wallet with, later, its reserves and sub-wallets.
///
/// @param members how many accounts count in it
/// @param usedFen what its members hold together, pending raises included; it is not stored
/// @param height  the last entry that was decided before this cap was set
public record CapGroup(
        long id, String name, Optional<Long> capFen, long version, long height, long members, long usedFen) {
    public static CapGroup uncapped(long id, String name, long height) {
        return new CapGroup(id, name, Optional.empty(), Constraint.NEVER_SET, height, 0, 0);
    }

    /// What only lowers the sum is allowed at any height of it.
    public boolean isExceededBy(long raiseFen) {
        return raiseFen > 0 && capFen.isPresent() && usedFen > capFen.get() - raiseFen;
    }

    public boolean hasRoomFor(long raiseFen) {
        return raiseFen <= 0 || usedFen <= Long.MAX_VALUE - raiseFen;
    }

    public CapGroup cap(Optional<Long> newCapFen, long newVersion, long atHeight) {
        return new CapGroup(id, name, newCapFen, newVersion, atHeight, members, usedFen);
    }

    public CapGroup withMember() {
        return new CapGroup(id, name, capFen, version, height, members + 1, usedFen);
    }

    public CapGroup use(long raiseFen) {
        return holding(Math.addExact(usedFen, raiseFen));
    }

    /// With what was counted over its members.
    public CapGroup holding(long countedFen) {
        return new CapGroup(id, name, capFen, version, height, members, countedFen);
    }
}
