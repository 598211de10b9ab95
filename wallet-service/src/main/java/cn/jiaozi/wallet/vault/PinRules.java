package cn.jiaozi.wallet.vault;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which PINs may be set: not those that are guessed first.
final class PinRules {
    private static final int DIGITS = 6;
    /// From digit to digit: the same one, the next one, the one before; after 9 comes 0.
    private static final Set<Integer> TRIVIAL_STEPS = Set.of(0, 1, 9);

    private PinRules() {}

    static boolean isPin(String text) {
        return text.length() == DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static Optional<String> refusal(String text) {
        if (!isPin(text)) {
            return Optional.of("the PIN must have six digits");
        }
        return isRun(text) || repeatsPart(text, 2) || repeatsPart(text, 3)
                ? Optional.of("the PIN must not be a repetition or a run")
                : Optional.empty();
    }

    private static boolean isRun(String pin) {
        var steps = IntStream.range(1, DIGITS)
                .map(i -> Math.floorMod(pin.charAt(i) - pin.charAt(i - 1), 10))
                .boxed()
                .collect(Collectors.toSet());
        return steps.size() == 1 && TRIVIAL_STEPS.containsAll(steps);
    }

    private static boolean repeatsPart(String pin, int length) {
        return pin.equals(pin.substring(0, length).repeat(DIGITS / length));
    }
}
