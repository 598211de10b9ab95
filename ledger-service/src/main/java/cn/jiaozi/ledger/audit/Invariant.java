package cn.jiaozi.ledger.audit;

import java.util.List;

/// One thing that must always hold, and how often it does not.
record Invariant(String name, boolean ok, long violations) {
    static Invariant of(String name, long violations) {
        return new Invariant(name, violations == 0, violations);
    }

    record All(boolean ok, List<Invariant> invariants) {
        static All of(List<Invariant> invariants) {
            return new All(invariants.stream().allMatch(Invariant::ok), invariants);
        }
    }
}
