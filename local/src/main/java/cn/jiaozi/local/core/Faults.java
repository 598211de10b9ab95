package cn.jiaozi.local.core;

import java.util.Map;

/// How badly the core behaves, counted over arriving transfers; 0 switches a fault off. Each fault picks another
/// remainder of the count, so that a slow transfer is not always also a lost one.
///
/// @param loseEvery books, but its answer never arrives: in turn a broken connection and silence
/// @param slowEvery answers after `slowMs`
/// @param failEvery answers 503 and books nothing
/// @param lateEvery answers 504 at once and books after `lateMs`: a query in between finds nothing
/// @param silent answers nothing at all, except these settings, the books and the health check
record Faults(int loseEvery, int slowEvery, int slowMs, int failEvery, int lateEvery, int lateMs, boolean silent) {
    Faults {
        if (loseEvery < 0 || slowEvery < 0 || slowMs < 0 || failEvery < 0 || lateEvery < 0 || lateMs < 0) {
            throw new IllegalArgumentException("faults must not be negative");
        }
    }

    static Faults of(Map<String, String> env) {
        return new Faults(
                number(env, "CORE_LOSE_EVERY", 0),
                number(env, "CORE_SLOW_EVERY", 0),
                number(env, "CORE_SLOW_MS", 1500),
                number(env, "CORE_FAIL_EVERY", 0),
                number(env, "CORE_LATE_EVERY", 0),
                number(env, "CORE_LATE_MS", 1500),
                Boolean.parseBoolean(env.getOrDefault("CORE_SILENT", "false")));
    }

    boolean loses(long count) {
        return hits(count, loseEvery, 0);
    }

    boolean slows(long count) {
        return hits(count, slowEvery, 1);
    }

    boolean fails(long count) {
        return hits(count, failEvery, 2);
    }

    boolean delays(long count) {
        return hits(count, lateEvery, 3);
    }

    private static boolean hits(long count, int every, int remainder) {
        return every > 0 && count % every == remainder % every;
    }

    private static int number(Map<String, String> env, String name, int otherwise) {
        return Integer.parseInt(env.getOrDefault(name, Integer.toString(otherwise)));
    }
}
