package cn.jiaozi.e2e.deployment;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `docs/operations.md`: which variables there are, and which Secrets an operator makes apart.
final class OperationsPage {
    static final String PATH = "docs/operations.md";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final Repository repository;

    OperationsPage(Repository repository) {
        this.repository = repository;
    }

    /// As `secret/key`.
    Set<String> secretKeys() {
        return rows("Secrets").stream()
                .flatMap(row -> {
                    var secret = codes(row.getFirst()).findFirst().orElse("");
                    return codes(row.get(1)).map(key -> secret + "/" + key);
                })
                .collect(toCollection(TreeSet::new));
    }

    Set<String> variables(String service) {
        return rows("Variables").stream()
                .filter(row -> isFor(row.get(1), service))
                .flatMap(row -> codes(row.getFirst()))
                .collect(toCollection(TreeSet::new));
    }

    Stream<String> problems() {
        return repository.services().stream().flatMap(service -> {
            var read = Variables.of(repository, service).all();
            var told = variables(service);
            return Stream.concat(
                            read.stream().filter(name -> !told.contains(name)).map(name -> name + " is not explained"),
                            told.stream().filter(name -> !read.contains(name)).map(name -> name + " is read by nobody"))
                    .map(problem -> PATH + ": " + service + ": " + problem);
        });
    }

    private boolean isFor(String who, String service) {
        return switch (who) {
            case "all" -> true;
            case "services" -> Variables.isOnChassis(repository, service);
            default -> List.of(who.split(", ", -1)).contains(service);
        };
    }

    /// The cells of the tables in a section, without their heads.
    private List<List<String>> rows(String section) {
        return repository
                .text(PATH)
                .lines()
                .dropWhile(line -> !line.equals("## " + section))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> Stream.of(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static Stream<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1));
    }
}
