package cn.jiaozi.wallet.load;

import cn.jiaozi.sdk.voucher.Limits;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class PurseLimitStore {
    private final DatabaseClient sql;

    /// @param version of the policy, which the store has given it
    record Kept(PurseLimitPolicy policy, int version) {
        Limits limits() {
            return policy.terms().limits(version);
        }
    }

    PurseLimitStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<List<Kept>> all() {
        return sql.sql("select * from purse_limit_policy order by kind, effective_on")
                .map(PurseLimitStore::kept)
                .all()
                .collectList();
    }

    /// The one in force on a day.
    Mono<Kept> inForce(LoadLimits kind, LocalDate on) {
        return sql.sql("""
                select * from purse_limit_policy where kind = :kind and effective_on <= :on
                order by effective_on desc limit 1
                """)
                .bind("kind", kind.name())
                .bind("on", on)
                .map(PurseLimitStore::kept)
                .one()
                .switchIfEmpty(Mono.error(
                        () -> new IllegalStateException("There are no limits for " + kind + " purses on " + on)));
    }

    Mono<Kept> find(LoadLimits kind, LocalDate effectiveOn) {
        return sql.sql("select * from purse_limit_policy where kind = :kind and effective_on = :effectiveOn")
                .bind("kind", kind.name())
                .bind("effectiveOn", effectiveOn)
                .map(PurseLimitStore::kept)
                .one();
    }

    /// Until the transaction ends nobody else numbers a policy; loads go on reading.
    Mono<Void> lock() {
        return sql.sql("lock table purse_limit_policy in share row exclusive mode")
                .then();
    }

    /// With the next version.
    Mono<Kept> insert(PurseLimitPolicy policy) {
        var terms = policy.terms();
        return sql.sql("""
                insert into purse_limit_policy (policy, kind, effective_on, balance_fen, single_fen,
                    single_with_pin_fen, payments, total_fen, powered_off_payments, powered_off_fen)
                select max(policy) + 1, :kind, :effectiveOn, :balanceFen, :singleFen,
                    :singleWithPinFen, :payments, :totalFen, :poweredOffPayments, :poweredOffFen
                from purse_limit_policy
                returning *
                """)
                .bind("kind", policy.kind().name())
                .bind("effectiveOn", policy.effectiveOn())
                .bind("balanceFen", terms.balanceFen())
                .bind("singleFen", terms.singleFen())
                .bind("singleWithPinFen", terms.singleWithPinFen())
                .bind("payments", terms.payments())
                .bind("totalFen", terms.totalFen())
                .bind("poweredOffPayments", terms.poweredOffPayments())
                .bind("poweredOffFen", terms.poweredOffFen())
                .map(PurseLimitStore::kept)
                .one();
    }

    private static Kept kept(Readable row) {
        var terms = new PurseLimitPolicy.Terms(
                fen(row, "balance_fen"),
                fen(row, "single_fen"),
                fen(row, "single_with_pin_fen"),
                number(row, "payments"),
                fen(row, "total_fen"),
                number(row, "powered_off_payments"),
                fen(row, "powered_off_fen"));
        var policy = new PurseLimitPolicy(
                LoadLimits.valueOf(Objects.requireNonNull(row.get("kind", String.class))),
                Objects.requireNonNull(row.get("effective_on", LocalDate.class)),
                terms);
        return new Kept(policy, number(row, "policy"));
    }

    private static int number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class));
    }

    private static long fen(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
