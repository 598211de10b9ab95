package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.merchant.fee.Plans.Agreed;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class FeePlanStore {
    private static final String SELECT = """
            select p.plan_id, p.merchant_no, p.effective_on, p.rate_bp, p.cap_fen, p.per_transaction_fen,
                   p.refund_policy, p.state, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at
            from fee_plan p
            """;

    private final DatabaseClient client;

    FeePlanStore(DatabaseClient client) {
        this.client = client;
    }

    /// Until the transaction ends nobody else proposes or decides a plan of this merchant.
    Mono<Void> lock(String merchantNo) {
        return client.sql("select 1 from merchant where merchant_no = :no for no key update")
                .bind("no", merchantNo)
                .then();
    }

    Mono<Void> insert(Plan plan) {
        var rows = List.of(plan);
        return client.sql("""
                        insert into fee_plan (plan_id, merchant_no, effective_on, rate_bp, cap_fen, per_transaction_fen,
                                              refund_policy, state, proposed_by, proposed_at)
                        select * from unnest(:plan_id, :merchant_no, :effective_on, :rate_bp, :cap_fen,
                                             :per_transaction_fen, :refund_policy, :state, :proposed_by, :proposed_at)
                        """)
                .bind("plan_id", Columns.uuids(rows, Plan::planId))
                .bind("merchant_no", Columns.text(rows, Plan::merchantNo))
                .bind("effective_on", Columns.dates(rows, Plan::effectiveOn))
                .bind("rate_bp", Columns.ints(rows, p -> p.terms().rateBp()))
                .bind("cap_fen", Columns.longs(rows, p -> p.terms().capFen().orElse(null)))
                .bind("per_transaction_fen", Columns.longs(rows, p -> p.terms().perTransactionFen()))
                .bind(
                        "refund_policy",
                        Columns.text(rows, p -> p.terms().refundPolicy().name()))
                .bind("state", Columns.text(rows, p -> p.state().name()))
                .bind("proposed_by", Columns.text(rows, Plan::proposedBy))
                .bind("proposed_at", Columns.instants(rows, Plan::proposedAt))
                .then();
    }

    /// The open one and the approved one of a day, as far as there are.
    Mono<List<Plan>> ofDay(String merchantNo, LocalDate effectiveOn) {
        return client.sql(SELECT + """
                         where p.merchant_no = :no and p.effective_on = :on and p.state in ('PROPOSED', 'APPROVED')
                        """)
                .bind("no", merchantNo)
                .bind("on", effectiveOn)
                .map(FeePlanStore::plan)
                .all()
                .collectList();
    }

    Mono<Plan> find(String merchantNo, LocalDate effectiveOn, UUID planId) {
        return client.sql(SELECT + " where p.plan_id = :id and p.merchant_no = :no and p.effective_on = :on")
                .bind("id", planId)
                .bind("no", merchantNo)
                .bind("on", effectiveOn)
                .map(FeePlanStore::plan)
                .one();
    }

    /// An approved one takes the place of what was approved for the same day before.
    Mono<Void> decide(Plan decided) {
        var decision = decided.decision().orElseThrow();
        var replaced = client.sql("""
                        update fee_plan set state = 'REPLACED'
                        where merchant_no = :no and effective_on = :on and state = 'APPROVED'
                        """)
                .bind("no", decided.merchantNo())
                .bind("on", decided.effectiveOn())
                .then();
        var written = client.sql("""
                        update fee_plan set state = :state, decided_by = :by, decided_at = :at where plan_id = :id
                        """)
                .bind("state", decided.state().name())
                .bind("by", decision.by())
                .bind("at", decision.at())
                .bind("id", decided.planId())
                .then();
        return decided.state() == PlanState.APPROVED ? replaced.then(written) : written;
    }

    /// Everything that applies, or has applied, to these merchants.
    Mono<Plans> plans(Collection<String> merchantNos) {
        return client.sql("""
                        select p.plan_id, p.merchant_no, p.effective_on, p.rate_bp, p.cap_fen, p.per_transaction_fen,
                               p.refund_policy, p.state, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at,
                               m.branch_code
                        from fee_plan p join merchant m using (merchant_no)
                        where p.merchant_no = any(:nos) and p.state = 'APPROVED'
                        """)
                .bind("nos", Columns.text(merchantNos, no -> no))
                .map(FeePlanStore::agreed)
                .all()
                .collectList()
                .map(Plans::new);
    }

    /// In the order in which they were proposed.
    Mono<List<Plan>> page(String merchantNo, Set<PlanState> states, UUID after, int limit) {
        return client.sql(SELECT + """
                         where p.merchant_no = :no and p.state = any(:states) and p.plan_id > :after
                        order by p.plan_id limit :limit
                        """)
                .bind("no", merchantNo)
                .bind("states", Columns.text(states, PlanState::name))
                .bind("after", after)
                .bind("limit", limit)
                .map(FeePlanStore::plan)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Agreed agreed(Readable row) {
        return new Agreed(plan(row), row.get("branch_code", String.class));
    }

    @SuppressWarnings("NullAway")
    private static Plan plan(Readable row) {
        return new Plan(
                row.get("plan_id", UUID.class),
                row.get("merchant_no", String.class),
                row.get("effective_on", LocalDate.class),
                terms(row),
                PlanState.valueOf(row.get("state", String.class)),
                row.get("proposed_by", String.class),
                row.get("proposed_at", Instant.class),
                Optional.ofNullable(row.get("decided_by", String.class))
                        .map(by -> new Plan.Decision(by, row.get("decided_at", Instant.class))));
    }

    @SuppressWarnings("NullAway")
    static Terms terms(Readable row) {
        return new Terms(
                row.get("rate_bp", Integer.class),
                Optional.ofNullable(row.get("cap_fen", Long.class)),
                row.get("per_transaction_fen", Long.class),
                RefundPolicy.valueOf(row.get("refund_policy", String.class)));
    }
}
