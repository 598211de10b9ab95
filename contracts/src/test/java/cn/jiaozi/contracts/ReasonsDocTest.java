package cn.jiaozi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Keeps `docs/reasons.md` equal to [Reason]; `./jiaozi docs` writes it anew.
class ReasonsDocTest {
    private static final Path FILE = Path.of("..", "docs", "reasons.md");

    @Test
    void theDocumentSaysWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("jiaozi.docs")) {
            Files.writeString(FILE, document());
        }
        assertThat(Files.readString(FILE)).isEqualTo(document());
    }

    private static String document() {
        var text = new StringBuilder("""
                # Reasons

                Every named refusal and problem. A refused act is a *finished* one: `state` and `reason` say so with status 201 (or 200 on a
                repeat). A problem (RFC 9457) says that no act was begun: its `type` is `https://jiaozi.example/problems/<kebab-case-reason>`.
                *Retryable*: a new act, with a new id and the same content, could succeed later without anybody changing it.
                Generated from `contracts/…/Reason.java` by `./jiaozi docs`.

                | reason | meaning | 含义 | retryable |
                |---|---|---|---|
                """);
        for (Reason reason : Reason.values()) {
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(reason, reason.en(), reason.zh(), reason.retryable() ? "yes" : "no"));
        }
        text.append("""

                ## Precedence in the ledger

                When several reasons stand in the way of one request, the ledger tells the first of this order. What is marked *by leg* depends on what
                the legs before have moved, so it is tried leg by leg and the first leg that cannot be done decides; everything else is looked at for the
                whole request before the next reason is. *A new attempt* of the same step can succeed where it says yes. Generated from `Precedence.java`.

                | # | reason | by leg | a new attempt can succeed |
                |---|---|---|---|
                """);
        for (int i = 0; i < Precedence.ORDER.size(); i++) {
            Reason reason = Precedence.ORDER.get(i);
            text.append("| %d | `%s` | %s | %s |\n"
                    .formatted(
                            i + 1,
                            reason,
                            Precedence.BY_LEG.contains(reason) ? "yes" : "",
                            reason.retryable() ? "yes" : "no"));
        }
        return text.toString();
    }
}
