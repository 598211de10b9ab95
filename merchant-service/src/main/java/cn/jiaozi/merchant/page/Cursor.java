package cn.jiaozi.merchant.page;

import cn.jiaozi.chassis.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The last row that the caller has seen of a list that is ordered by a moment and an id; opaque outside.
///
/// @param id a UUID as text, or a business id with one
public record Cursor(Instant at, String id) {
    /// Before everything, for lists whose oldest rows come first.
    public static final Cursor OLDEST = new Cursor(Instant.EPOCH, "00000000-0000-0000-0000-000000000000");
    /// After everything, for lists whose newest rows come first.
    public static final Cursor NEWEST = new Cursor(Instant.parse("2999-12-31T00:00:00Z"), OLDEST.id());

    private static final Pattern OURS =
            Pattern.compile("(2\\d{3}-[0-9T:.-]{5,30}Z)\\|((?:[a-z]+:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /// @param start where the caller has none
    /// @throws Problem for what we have not written
    public static Cursor of(@Nullable String written, Cursor start) {
        return written == null ? start : read(written);
    }

    private static Cursor read(String written) {
        try {
            var parts = OURS.matcher(new String(Base64.getUrlDecoder().decode(written), StandardCharsets.UTF_8));
            if (parts.matches()) {
                return new Cursor(Instant.parse(parts.group(1)), parts.group(2));
            }
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            // Told as every other cursor that we have not written.
        }
        throw Problem.badRequest("cursor", "is not one of ours");
    }

    public String written() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + "|" + id).getBytes(StandardCharsets.UTF_8));
    }
}
