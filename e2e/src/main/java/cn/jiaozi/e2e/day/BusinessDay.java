package cn.jiaozi.e2e.day;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

/// The steps of one business day, in their order.
final class BusinessDay {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final List<Step> steps;
    private final Bills bills;
    private final Path dir;
    private final Duration patience;
    private final Consumer<String> told;

    /// The calendar's day where the bank is.
    static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Shanghai"));
    }

    /// @param core     where the core's simulator serves its files
    /// @param dueOn    the day whose payouts are run
    /// @param patience how long one step is waited for
    BusinessDay(
            Door door,
            URI core,
            int shards,
            LocalDate date,
            LocalDate dueOn,
            Path dir,
            Duration patience,
            Consumer<String> told) {
        this.bills = new Bills(door, date, dir);
        this.steps = List.of(
                new Cut(door, date, shards),
                new Reconciliation(door, date, core, dir),
                new Payouts(door, dueOn),
                bills,
                new LedgerFile(door, date, shards, dir));
        this.dir = dir;
        this.patience = patience;
        this.told = told;
    }

    /// @return whether all of it is done
    boolean show() throws IOException {
        boolean done = true;
        for (var step : steps) {
            var progress = step.look();
            tell(step, progress);
            done &= progress.state() == Progress.State.DONE;
        }
        return done;
    }

    /// What one step waits for holds up no other: payouts and bills do not wait for the core's file. What goes on for
    /// longer than there is patience ends the run, which is simply run again.
    ///
    /// @return whether all of it is done
    boolean run() throws IOException, InterruptedException {
        Files.createDirectories(dir);
        boolean done = true;
        for (var step : steps) {
            step.begin();
            var progress = ended(step);
            tell(step, progress);
            if (progress.state() == Progress.State.UNDER_WAY) {
                return false;
            }
            done &= progress.state() == Progress.State.DONE;
        }
        told.accept(bills.take() + " bills and the other files of the day are in " + dir);
        return done;
    }

    private Progress ended(Step step) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        var progress = step.look();
        while (progress.state() == Progress.State.UNDER_WAY && System.nanoTime() < end) {
            Thread.sleep(LOOK_EVERY.toMillis());
            progress = step.look();
        }
        return progress;
    }

    private void tell(Step step, Progress progress) {
        told.accept("%-9s  %-26s %s".formatted(progress.state(), step.name(), progress.text()));
    }
}
