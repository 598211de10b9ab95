package cn.jiaozi.merchant;

import cn.jiaozi.sdk.receipt.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A file of the core, as it is delivered when nothing is wrong with it.
public final class CoreText {
    private static final String HEADER = "requestId,kind,amountFen,state,bankRef,walletId,bookedAt";

    private final List<String> rows = new ArrayList<>();
    private long done;
    private long debitFen;
    private long creditFen;

    public CoreText row(String requestId, String kind, long amountFen, String state, String walletId) {
        rows.add(String.join(
                ",",
                requestId,
                kind,
                Long.toString(amountFen),
                state,
                "CB%06d".formatted(rows.size()),
                walletId,
                "2026-11-28T16:00:00.000001+08:00"));
        if (state.equals("DONE")) {
            done++;
            debitFen += kind.equals("CREDIT") ? 0 : amountFen;
            creditFen += kind.equals("CREDIT") ? amountFen : 0;
        }
        return this;
    }

    public String body() {
        var text = new StringBuilder(HEADER).append('\n');
        rows.forEach(row -> text.append(row).append('\n'));
        return text.toString();
    }

    public String trailer() {
        return "END,%d,%d,%d,%d,%s\n"
                .formatted(
                        rows.size(),
                        done,
                        debitFen,
                        creditFen,
                        Hash.sm3(body().getBytes(StandardCharsets.UTF_8)).hex());
    }

    public String text() {
        return body() + trailer();
    }
}
