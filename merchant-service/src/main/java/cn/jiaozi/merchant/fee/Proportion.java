package cn.jiaozi.merchant.fee;

import java.math.BigInteger;

/// Parts of an amount, exact however large it is, rounded to the fen; half a fen rounds up (四舍五入).
final class Proportion {
    private Proportion() {}

    /// @param ofFen     not negative
    /// @param numerator not negative
    /// @throws ArithmeticException where the part has no place in a long
    static long halfUp(long ofFen, long numerator, long denominator) {
        var whole = BigInteger.valueOf(denominator);
        return BigInteger.valueOf(ofFen)
                .multiply(BigInteger.valueOf(numerator))
                .shiftLeft(1)
                .add(whole)
                .divide(whole.shiftLeft(1))
                .longValueExact();
    }
}
