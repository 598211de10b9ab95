package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.StepId;

/// An entry that somebody wants reversed.
record Original(StepId id, long height, EntryKind kind, Content content, boolean reversed) {
    static Original of(Entry entry) {
        return new Original(entry.id(), entry.height(), entry.kind(), entry.content(), false);
    }

    /// What was only held, given back, or is a reversal itself stands as it is.
    boolean isReversible() {
        return kind == EntryKind.POST || kind == EntryKind.CAPTURE;
    }

    Original reverse() {
        return new Original(id, height, kind, content, true);
    }
}
