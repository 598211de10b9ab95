package cn.jiaozi.ledger.shard;

import java.util.Optional;

/// What a shard's database remembers of itself; nothing before its service has started for the first time.
///
/// @param slots whose accounts it keeps, such as `0-511`
record Claim(Optional<Integer> number, Optional<String> slots) {
    static Claim of(OwnSlots own) {
        return new Claim(Optional.of(own.number()), Optional.of(own.slots()));
    }
}
