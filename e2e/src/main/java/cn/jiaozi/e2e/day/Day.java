package cn.jiaozi.e2e.day;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.local.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./jiaozi day`: the business day in its order. Each step looks first how far it is, so a run that was cut off is
/// simply run again. Exit codes: 0 all is done, 1 refused, 3 something is waited for.
@Command(name = "day", mixinStandardHelpOptions = true)
final class Day implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int REFUSED = 1;
    private static final int WAITS = 3;

    enum Verb {
        RUN,
        SHOW
    }

    private final Running suite;

    @Parameters(index = "0", description = "run or show")
    private Verb verb = Verb.SHOW;

    @Parameters(index = "1", arity = "0..1", description = "accounting day; default: today")
    private Optional<LocalDate> date = Optional.empty();

    @Option(names = "--out", description = "folder for the day's files; default: days/<date> in the data folder")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--patience",
            defaultValue = "PT10M",
            description = "how long one step is waited for; default: PT10M")
    private Duration patience = Duration.ofMinutes(10);

    private Day(Running suite) {
        this.suite = suite;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Day(Running.find()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var today = BusinessTime.dayOf(Instant.now());
        var day = date.orElse(today);
        var dir = Files.createDirectories(out.orElseGet(() -> suite.dir("days").resolve(day.toString())));
        try (var door = new Door(suite.gateway(), () -> suite.tokens().token("day-run", "OPERATOR"))) {
            int shards = suite.addresses().shards();
            var bills = new Bills(door, day, dir);
            var dueOn = day.isBefore(today) ? day.plusDays(1) : day;
            var steps = List.<Step>of(
                    new Cut(door, day, shards),
                    new Reconciliation(door, day, suite.core(), dir),
                    new Payouts(door, dueOn),
                    bills,
                    new LedgerFile(door, day, shards, dir));
            return verb == Verb.SHOW ? show(steps) : run(steps, bills, dir);
        } catch (Door.Refused e) {
            System.out.println(e.getMessage());
            return REFUSED;
        }
    }

    private static int show(List<Step> steps) throws IOException {
        boolean done = true;
        for (var step : steps) {
            var progress = step.look();
            tell(step, progress);
            done &= progress.state() == Progress.State.DONE;
        }
        return done ? 0 : WAITS;
    }

    /// What one step waits for holds up no other: payouts and bills do not wait for the core's file.
    private int run(List<Step> steps, Bills bills, Path dir) throws IOException, InterruptedException {
        boolean done = true;
        for (var step : steps) {
            step.begin();
            var progress = ended(step);
            tell(step, progress);
            if (progress.state() == Progress.State.UNDER_WAY) {
                return WAITS;
            }
            done &= progress.state() == Progress.State.DONE;
        }
        System.out.println(bills.take() + " bills and the other files of the day are in " + dir);
        return done ? 0 : WAITS;
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

    private static void tell(Step step, Progress progress) {
        System.out.println("%-9s  %-28s %s".formatted(progress.state(), step.name(), progress.text()));
    }
}
