package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The last item that the caller has seen; opaque outside.
record ItemCursor(Instant openedAt, UUID itemId) {
    private static final Pattern OURS = Pattern.compile("(2\\d{3}-[0-9T:.-]{5,30}Z)\\|([0-9a-f-]{36})");
    private static final ItemCursor START = new ItemCursor(Instant.EPOCH, new UUID(0, 0));

    static ItemCursor of(Item item) {
        return new ItemCursor(item.openedAt(), item.itemId());
    }

    /// The beginning where the caller has none.
    static ItemCursor of(Optional<String> written) {
        return written.map(ItemCursor::read).orElse(START);
    }

    private static ItemCursor read(String written) {
        try {
            var parts = OURS.matcher(new String(Base64.getUrlDecoder().decode(written), StandardCharsets.UTF_8));
            if (parts.matches()) {
                return new ItemCursor(Instant.parse(parts.group(1)), UUID.fromString(parts.group(2)));
            }
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            // Told as every other cursor that we have not written.
        }
        throw Problem.badRequest("cursor", "is not one of ours");
    }

    String written() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((openedAt + "|" + itemId).getBytes(StandardCharsets.UTF_8));
    }
}
