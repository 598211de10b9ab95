package cn.jiaozi.merchant.sale;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The last line that the caller has seen; opaque outside.
record Cursor(Instant at, String businessId) {
    private static final Pattern OURS = Pattern.compile("(2\\d{3}-[0-9T:.-]{5,30}Z)\\|([a-z]+:[0-9a-f-]{36})");

    static final Cursor START = new Cursor(Instant.EPOCH, "");

    String written() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at + "|" + businessId).getBytes(StandardCharsets.UTF_8));
    }

    /// Empty for what we have not written.
    static Optional<Cursor> read(String written) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(written), StandardCharsets.UTF_8);
            var parts = OURS.matcher(plain);
            return parts.matches()
                    ? Optional.of(new Cursor(Instant.parse(parts.group(1)), parts.group(2)))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }
}
