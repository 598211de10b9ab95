package cn.jiaozi.ledger.journal;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.Topics;
import java.util.List;

/// A decision with its answer as it is stored and as it leaves: written once.
record Said(Decision decision, String answer) {
    static Said of(Decision decision) {
        return new Said(decision, Json.write(decision.answer()));
    }

    /// What was decided for the first time, and is to be remembered.
    static List<Said> first(List<Said> said) {
        return said.stream()
                .filter(each -> each.decision() instanceof Decision.Decided)
                .toList();
    }

    Outcome outcome() {
        if (decision instanceof Decision.Decided(var outcome)) {
            return outcome;
        }
        throw new IllegalStateException("nothing was decided");
    }

    Announcement told() {
        return new Announcement(Topics.LEDGER, decision.answer().id().businessId(), new Announcement.Written(answer));
    }
}
