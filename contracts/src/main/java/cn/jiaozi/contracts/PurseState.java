package cn.jiaozi.contracts;

/// What a purse may do.
public enum PurseState {
    ACTIVE,
    /// Under suspicion: no load, and on the revocation list. An operator may clear it.
    BLOCKED,
    /// Reported lost (挂失): as if revoked, and what is left of its loads comes back to the wallet in time.
    LOST,
    /// For ever, by an operator or for a proven double spend.
    REVOKED,
    /// Handed back empty.
    RETIRED
}
