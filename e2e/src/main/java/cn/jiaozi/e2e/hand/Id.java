package cn.jiaozi.e2e.hand;

import java.util.UUID;
import java.util.regex.Pattern;

/// The id of an act, or the longer one that the bank gave to a payment; fit for a path.
record Id(String text) {
    private static final Pattern FORM =
            Pattern.compile("[0-9A-Za-z_-]{6,32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// Throws [IllegalArgumentException], whose message is for whoever typed it.
    static Id of(String typed) {
        if (!FORM.matcher(typed).matches()) {
            throw new IllegalArgumentException("an id has 6 to 32 characters of 0-9 A-Z a-z _ -");
        }
        return new Id(typed);
    }

    /// @param of what, in a word
    static Id random(String of) {
        return new Id(of + "-" + UUID.randomUUID().toString().substring(24));
    }
}
