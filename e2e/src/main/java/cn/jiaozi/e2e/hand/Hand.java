package cn.jiaozi.e2e.hand;

import cn.jiaozi.local.Running;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The verbs `terminal` and `app` of `./jiaozi`.
@Command(name = "./jiaozi", description = "A till and a phone, played by hand.")
public final class Hand {
    private Hand() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        return commands(Surroundings.of(Running.dataDir())).execute(args);
    }

    /// Exit codes are those of [Outcome].
    public static CommandLine commands(Surroundings around) {
        var app = new App(around);
        var terminal = new Terminal(around);
        return new CommandLine(new Hand())
                .addSubcommand(new CommandLine(terminal).addSubcommand(new Tap(terminal)))
                .addSubcommand(new CommandLine(app).addSubcommand(new Card(app)))
                .registerConverter(Yuan.class, typed(Yuan::of))
                .registerConverter(Id.class, typed(Id::of))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, _) -> {
                    exception.printStackTrace(command.getErr());
                    return Outcome.UNKNOWN.exitCode();
                });
    }

    private static <T> ITypeConverter<T> typed(Function<String, T> read) {
        return text -> {
            try {
                return read.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }
}
