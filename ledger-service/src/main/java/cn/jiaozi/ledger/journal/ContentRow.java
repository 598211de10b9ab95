package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.stream.IntStream;

/// An entry's content as it is read back: the legs of journal `j` between accounts `d` and `c`, one row an entry.
final class ContentRow {
    static final String SELECT = """
            select j.height, min(j.business_id) as business_id, min(j.step) as step, min(j.attempt) as attempt,
                min(j.kind) as kind, min(j.tx_type) as tx_type, min(j.payer_operator) as payer_operator,
                min(j.payee_operator) as payee_operator, min(j.branch_code) as branch_code,
                min(j.requested_at) as requested_at, min(j.authorized_at) as authorized_at,
                array_agg(d.address order by j.leg_no) as debits, array_agg(c.address order by j.leg_no) as credits,
                array_agg(j.amount_fen order by j.leg_no) as amounts,
                array_agg(j.may_exceed_cap order by j.leg_no) as exempt
            """;

    private ContentRow() {}

    static StepId id(Readable row) {
        return new StepId(
                requireNonNull(row.get("business_id", String.class)),
                requireNonNull(row.get("step", String.class)),
                requireNonNull(row.get("attempt", Integer.class)));
    }

    static Content content(Readable row) {
        var debits = requireNonNull(row.get("debits", String[].class));
        var credits = requireNonNull(row.get("credits", String[].class));
        var amounts = requireNonNull(row.get("amounts", Long[].class));
        var exempt = requireNonNull(row.get("exempt", Boolean[].class));
        var legs = IntStream.range(0, debits.length)
                .mapToObj(i -> new Content.Leg(debits[i], credits[i], amounts[i], exempt[i]))
                .toList();
        return new Content(
                TxType.valueOf(requireNonNull(row.get("tx_type", String.class))),
                requireNonNull(row.get("payer_operator", String.class)),
                requireNonNull(row.get("payee_operator", String.class)),
                requireNonNull(row.get("branch_code", String.class)),
                legs,
                requireNonNull(row.get("requested_at", Instant.class)),
                requireNonNull(row.get("authorized_at", Instant.class)));
    }
}
