package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The PIN of a purse, as its chip knows it.
///
/// @param salt  sixteen bytes
/// @param hash  SM3 over salt and digits
/// @param wrong how often in a row a wrong one was shown
record Pin(Octets salt, Hash hash, int wrong) {
    static final int SALT = 16;
    static final int TRIES = 3;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{6}");

    static Pin of(String digits, Octets salt) {
        if (!DIGITS.matcher(digits).matches()) {
            throw new Refused(Refusal.PIN_INVALID);
        }
        return new Pin(salt, hash(salt, digits), 0);
    }

    boolean is(String digits) {
        return hash.equals(hash(salt, digits));
    }

    boolean isBlocked() {
        return wrong >= TRIES;
    }

    Pin wrongOnce() {
        return new Pin(salt, hash, wrong + 1);
    }

    Pin unblocked() {
        return new Pin(salt, hash, 0);
    }

    private static Hash hash(Octets salt, String digits) {
        return Hash.sm3(salt.bytes(), digits.getBytes(StandardCharsets.UTF_8));
    }
}
