package cn.jiaozi.merchant.number;

/// The check digit of ISO/IEC 7812, which merchants' and wallets' numbers end with.
final class Luhn {
    private Luhn() {}

    static int digit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }
}
