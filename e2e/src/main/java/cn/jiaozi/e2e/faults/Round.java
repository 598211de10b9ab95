package cn.jiaozi.e2e.faults;

import java.util.List;

/// What a round has shown.
///
/// @param recoveryMs  from the end of the fault to the end of the first payment that began after it; -1 for never
/// @param payments    begun in this round
/// @param differences between the books of the services, once everything had come to rest
record Round(int number, Fault fault, long recoveryMs, long payments, Verdict verdict, List<String> differences) {
    boolean isGood() {
        return recoveryMs >= 0 && verdict.lost().isEmpty() && verdict.doubled().isEmpty() && differences.isEmpty();
    }
}
