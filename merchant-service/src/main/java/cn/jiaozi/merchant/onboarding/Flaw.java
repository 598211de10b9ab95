package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.Problem;

/// A field that cannot be right, whatever else is said.
///
/// @param pointer JSON pointer to the field
public record Flaw(String pointer, String detail) {
    public Problem problem() {
        return Problem.badRequest(pointer, detail);
    }
}
