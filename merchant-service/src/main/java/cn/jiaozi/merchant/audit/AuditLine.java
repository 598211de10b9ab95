package cn.jiaozi.merchant.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who did what to what.
///
/// @param subject    a kind and a number, such as `terminal:00000042`
/// @param merchantNo whose line it is; empty for what belongs to no merchant
/// @param what       the act, a word in capital letters such as `SUSPENDED`
/// @param who        party of the caller; `anonymous` is a terminal that has no key yet, [#SUITE] nobody
/// @param actId      the id that the caller gave the act
/// @param detail     what else is worth knowing of it; nothing that is for few eyes
public record AuditLine(
        String subject,
        Optional<String> merchantNo,
        String what,
        String who,
        Optional<String> actId,
        Map<String, String> detail,
        Instant at) {
    /// Who acts when nobody has asked for it.
    public static final String SUITE = "jiaozi";

    private static final Pattern SUBJECT = Pattern.compile("[a-z-]+:\\S+");
    private static final Pattern WHAT = Pattern.compile("[A-Z_]+");

    public AuditLine {
        if (!SUBJECT.matcher(subject).matches() || !WHAT.matcher(what).matches() || who.isEmpty()) {
            throw new IllegalArgumentException("No line of the audit: " + what + " by " + who + " to " + subject);
        }
        detail = Map.copyOf(detail);
    }

    /// An act on the merchant itself.
    public static AuditLine ofMerchant(
            String merchantNo,
            String what,
            String who,
            Optional<String> actId,
            Map<String, String> detail,
            Instant at) {
        return new AuditLine("merchant:" + merchantNo, Optional.of(merchantNo), what, who, actId, detail, at);
    }
}
