package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api.Answer;
import java.util.Set;

/// How a command ended, as its exit code says.
enum Outcome {
    DONE(0),
    REFUSED(1),
    USAGE(2),
    /// There is no answer that can be believed, or not the final one.
    UNKNOWN(3);

    private static final Set<String> ENDED_IN_VAIN = Set.of("FAILED", "REJECTED");

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    static Outcome ofAct(Answer answer) {
        Outcome outcome = ofReading(answer);
        return outcome == DONE && ENDED_IN_VAIN.contains(answer.text("state")) ? REFUSED : outcome;
    }

    /// To read that something has failed is to have read it.
    static Outcome ofReading(Answer answer) {
        int status = answer.status();
        if (status == 200 || status == 201) {
            return DONE;
        }
        return status >= 400 && status < 500 ? REFUSED : UNKNOWN;
    }
}
