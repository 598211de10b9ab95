package cn.jiaozi.merchant.number;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A merchant category code (商户类别码, ISO 18245), four digits. Those that a merchant may have are data: the file
/// `mcc.txt` beside the classes.
public final class CategoryCode {
    private static final String FILE = "/mcc.txt";
    private static final Pattern LINE = Pattern.compile("(\\d{4})-(\\d{4}) [A-Z]+ \\S+: (\\d{4}(?:[ -]\\d{4})*)");
    private static final NavigableMap<Integer, Integer> RUNS = read(file());

    private CategoryCode() {}

    public static boolean isKnown(String code) {
        int number = Integer.parseInt(code);
        Map.Entry<Integer, Integer> run = RUNS.floorEntry(number);
        return run != null && number <= run.getValue();
    }

    /// First and last codes of runs. A line that is out of order, or whose codes are not its group's, is refused.
    static NavigableMap<Integer, Integer> read(List<String> lines) {
        var runs = new TreeMap<Integer, Integer>();
        int last = -1;
        for (String line : lines) {
            if (line.startsWith("#")) {
                continue;
            }
            var parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException("No line of category codes: " + line);
            }
            int from = Integer.parseInt(parts.group(1));
            int to = Integer.parseInt(parts.group(2));
            if (from <= last) {
                throw new IllegalArgumentException("Out of order: " + line);
            }
            last = from - 1;
            for (String run : parts.group(3).split(" ", -1)) {
                var ends =
                        Arrays.stream(run.split("-", 2)).map(Integer::valueOf).toList();
                if (ends.getFirst() <= last || ends.getLast() < ends.getFirst() || ends.getLast() > to) {
                    throw new IllegalArgumentException("Out of order, or of the group: " + run + " in " + line);
                }
                runs.put(ends.getFirst(), ends.getLast());
                last = ends.getLast();
            }
            last = to;
        }
        return Collections.unmodifiableNavigableMap(runs);
    }

    private static List<String> file() {
        try (InputStream in = Objects.requireNonNull(CategoryCode.class.getResourceAsStream(FILE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
