package cn.jiaozi.merchant.receivable;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The last receivable that the caller has seen, oldest first; opaque outside.
record Cursor(Instant since, String businessId) {
    private static final Pattern OURS = Pattern.compile("(2\\d{3}-[0-9T:.-]{5,30}Z)\\|(advance:[0-9a-f-]{36})");

    static final Cursor START = new Cursor(Instant.EPOCH, "");

    String written() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((since + "|" + businessId).getBytes(StandardCharsets.UTF_8));
    }

    /// Empty for what we have not written.
    static Optional<Cursor> read(String written) {
        try {
            var plain = new String(Base64.getUrlDecoder().decode(written), StandardCharsets.UTF_8);
            var parts = OURS.matcher(plain);
            return parts.matches()
                    ? Optional.of(new Cursor(Instant.parse(parts.group(1)), parts.group(2)))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }
}
