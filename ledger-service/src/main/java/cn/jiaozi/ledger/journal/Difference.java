package cn.jiaozi.ledger.journal;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Names the first field in which two requests differ: `type` when they are of different kinds, then field by field in
/// the order of the contract, depth first, as `entry.legs[0].amountFen`. Runs only when a conflict is certain.
final class Difference {
    private Difference() {}

    static Optional<String> between(Object known, Object other) {
        return known.equals(other) ? Optional.empty() : Optional.of(first("", known, other));
    }

    private static String first(String path, Object known, Object other) {
        if (known instanceof Record && other instanceof Record) {
            return known.getClass() == other.getClass()
                    ? firstComponent(path, known, other)
                    : path.isEmpty() ? "type" : path;
        }
        if (known instanceof List<?> left && other instanceof List<?> right && left.size() == right.size()) {
            return firstElement(path, left, right);
        }
        return path;
    }

    private static String firstComponent(String path, Object known, Object other) {
        for (var component : known.getClass().getRecordComponents()) {
            var left = value(component, known);
            var right = value(component, other);
            if (!Objects.equals(left, right)) {
                return first(path.isEmpty() ? component.getName() : path + "." + component.getName(), left, right);
            }
        }
        throw new IllegalStateException("different records without a different component");
    }

    private static String firstElement(String path, List<?> known, List<?> other) {
        for (int i = 0; i < known.size(); i++) {
            if (!Objects.equals(known.get(i), other.get(i))) {
                return first(path + "[" + i + "]", known.get(i), other.get(i));
            }
        }
        throw new IllegalStateException("different lists without a different element");
    }

    private static Object value(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
