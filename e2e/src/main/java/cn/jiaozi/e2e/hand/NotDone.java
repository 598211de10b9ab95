package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api.Answer;
import java.io.Serial;
import java.util.Optional;
import java.util.Set;

/// A command was not carried out. The message says what to do; it is empty where the answer says everything.
final class NotDone extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final Set<Integer> UNKNOWN_THERE = Set.of(401, 404);

    private final Outcome outcome;
    private final transient Optional<Answer> answer;

    private NotDone(Outcome outcome, Optional<Answer> answer, String advice) {
        super(advice);
        this.outcome = outcome;
        this.answer = answer;
    }

    static NotDone refused(Answer answer) {
        return new NotDone(Outcome.REFUSED, Optional.of(answer), "");
    }

    static NotDone unknown(Answer answer, String advice) {
        return new NotDone(Outcome.UNKNOWN, Optional.of(answer), advice);
    }

    static NotDone unknown(String what, String advice) {
        return new NotDone(Outcome.UNKNOWN, Optional.empty(), what + "\n" + advice);
    }

    static NotDone usage(String what) {
        return new NotDone(Outcome.USAGE, Optional.empty(), what);
    }

    NotDone advising(String advice) {
        return outcome == Outcome.REFUSED ? new NotDone(outcome, answer, advice) : this;
    }

    Outcome outcome() {
        return outcome;
    }

    Optional<Answer> answer() {
        return answer;
    }

    String advice() {
        return String.valueOf(getMessage());
    }

    /// Of a key, a merchant or a store that is known already elsewhere.
    boolean mayBeTooEarly() {
        return answer.filter(there -> UNKNOWN_THERE.contains(there.status())).isPresent();
    }
}
