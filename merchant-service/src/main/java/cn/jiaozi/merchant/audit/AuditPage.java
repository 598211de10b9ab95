package cn.jiaozi.merchant.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A part of the log, newest first.
public record AuditPage(List<Line> lines, Optional<String> nextCursor) {
    public record Line(
            long lineNo,
            String subject,
            Optional<String> merchantNo,
            String what,
            String who,
            Optional<String> actId,
            Map<String, String> detail,
            Instant at) {
        static Line of(long lineNo, AuditLine said) {
            return new Line(
                    lineNo,
                    said.subject(),
                    said.merchantNo(),
                    said.what(),
                    said.who(),
                    said.actId(),
                    said.detail(),
                    said.at());
        }
    }

    /// @param oneMore a page and, where there is a next page, its first line
    static AuditPage of(List<Line> oneMore, int limit) {
        var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
        return new AuditPage(
                page,
                oneMore.size() > limit
                        ? Optional.of(new AuditCursor(page.getLast().lineNo()).written())
                        : Optional.empty());
    }
}
