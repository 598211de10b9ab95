package cn.jiaozi.merchant.audit;

import cn.jiaozi.chassis.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The line that a page ends with; the next begins with the one before it. What a caller holds is opaque.
public record AuditCursor(long lineNo) {
    private static final Pattern OURS = Pattern.compile("[0-9]{1,18}");
    private static final AuditCursor NEWEST = new AuditCursor(Long.MAX_VALUE);

    /// Before the newest line where the caller has none.
    public static AuditCursor of(Optional<String> written) {
        return written.map(AuditCursor::read).orElse(NEWEST);
    }

    private static AuditCursor read(String written) {
        String plain = decoded(written);
        if (!OURS.matcher(plain).matches()) {
            throw notOurs();
        }
        return new AuditCursor(Long.parseLong(plain));
    }

    private static String decoded(String written) {
        try {
            return new String(Base64.getUrlDecoder().decode(written), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException notBase64) {
            throw notOurs();
        }
    }

    private static Problem notOurs() {
        return Problem.badRequest("cursor", "is not one of ours");
    }

    String written() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(lineNo).getBytes(StandardCharsets.US_ASCII));
    }
}
