package cn.jiaozi.e2e.day;

import cn.jiaozi.local.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./jiaozi day run | show`: the business day in its order. Each step looks first how far it is, so a run that was cut
/// off is simply run again. Exit codes: 0 all is done, 1 refused, 3 something is waited for.
@Command(name = "day", mixinStandardHelpOptions = true)
final class Day implements Callable<Integer> {
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

    @Option(names = "--out", description = "folder of a folder a day; default: days in the data folder")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--patience", defaultValue = "PT10M", description = "how long one step is waited for; PT10M")
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
        var today = BusinessDay.today();
        var day = date.orElse(today);
        // What was sold on a day is due on the next, where that has begun.
        var dueOn = day.isBefore(today) ? day.plusDays(1) : day;
        var dir = out.orElseGet(() -> suite.dir("days")).resolve(day.toString());
        try (var door = new Door(suite.gateway(), () -> suite.tokens().token("day-run", "OPERATOR"))) {
            var business = new BusinessDay(
                    door, suite.core(), suite.addresses().shards(), day, dueOn, dir, patience, System.out::println);
            return (verb == Verb.SHOW ? business.show() : business.run()) ? 0 : WAITS;
        } catch (Door.Refused e) {
            System.out.println(e.getMessage());
            return REFUSED;
        }
    }
}
