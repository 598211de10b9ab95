package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Lets things reach the bank, remembers them in their order, and tells of the purses that are suspected.
final class Feed {
    final List<Input> inputs = new ArrayList<>();
    final Reconciliation bank;

    private final Timeline timeline;
    private final RandomGenerator random;
    private final Set<String> told = new HashSet<>();
    private Consumer<String> suspicions = _ -> {};

    Feed(Reconciliation bank, Timeline timeline, RandomGenerator random) {
        this.bank = bank;
        this.timeline = timeline;
        this.random = random;
    }

    void onSuspicion(Consumer<String> then) {
        suspicions = then;
    }

    void submit(Input input) {
        inputs.add(input);
        bank.apply(input);
        for (var purse : List.copyOf(bank.suspected)) {
            if (told.add(purse)) {
                suspicions.accept(purse);
            }
        }
        if (input instanceof Input.Uploaded && bank.waits()) {
            timeline.after(
                    Given.SETTINGS.patience().plusSeconds(1), () -> submit(new Input.Passed(timeline.instant())));
        }
    }

    /// Copies of facts come within seconds, and sometimes much later.
    void tell(PurseFact fact) {
        long seconds = random.nextInt(fact instanceof PurseFact.RevocationList ? 3 : 20) == 0
                ? random.nextInt(3_000)
                : 1 + random.nextInt(3);
        timeline.after(Duration.ofSeconds(seconds), () -> submit(new Input.Heard(timeline.instant(), fact)));
    }
}
