package cn.jiaozi.chassis;

import java.util.List;
import java.util.function.Function;

/// Work of a batch that needs no order among its parts: reading, writing and hashing.
public final class Processors {
    private static final int MANY = 64;

    private Processors() {}

    /// What a function makes of each, in order. Where there are many, the caller's thread and those of
    /// [java.util.concurrent.ForkJoinPool#commonPool] share the work; the function computes, it never waits.
    public static <T, R> List<R> map(List<T> parts, Function<? super T, R> function) {
        var stream = parts.size() < MANY ? parts.stream() : parts.parallelStream();
        return stream.map(function).toList();
    }
}
