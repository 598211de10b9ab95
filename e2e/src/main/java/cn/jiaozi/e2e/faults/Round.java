package cn.jiaozi.e2e.faults;

import java.util.List;
import java.util.stream.Stream;

/// What a round has shown.
///
/// @param recoveryMs  from the end of the fault to the end of the first payment that began after it; -1 for never
/// @param payments    begun in this round
/// @param differences between the books of the services, once everything had come to rest
record Round(int number, Fault fault, long recoveryMs, long payments, Verdict verdict, List<String> differences) {
    boolean isGood() {
        return wrong().findAny().isEmpty();
    }

    /// What must not be, a sentence each.
    Stream<String> wrong() {
        return Stream.of(
                        recoveryMs < 0 ? List.of("no payment succeeded again") : List.<String>of(),
                        verdict.lost(),
                        verdict.doubled(),
                        differences)
                .flatMap(List::stream)
                .map(what -> "round %d, %s: %s".formatted(number, fault, what));
    }
}
