package cn.jiaozi.e2e.day;

import java.time.LocalDate;
import java.util.stream.Collectors;

/// Plans the payouts that are due, and waits until the bank has answered each.
///
/// @param dueOn what was sold on a day is due on the next, or at its own hours on the day itself
record Payouts(Door door, LocalDate dueOn) implements Step {
    @Override
    public String name() {
        return "payouts due on " + dueOn;
    }

    @Override
    public void begin() {
        door.put(path(), "").must("The run of payouts");
    }

    @Override
    public Progress look() {
        var run = door.get(path()).must("The run of payouts");
        String states = run.path("states")
                .valueStream()
                .map(state -> state.path("state").asString() + " "
                        + state.path("count").asLong())
                .collect(Collectors.joining(", "));
        String text = states.isEmpty() ? "none" : states;
        return run.path("finished").asBoolean() ? Progress.done(text) : Progress.underWay(text);
    }

    private String path() {
        return "/v1/payout-runs/" + dueOn;
    }
}
