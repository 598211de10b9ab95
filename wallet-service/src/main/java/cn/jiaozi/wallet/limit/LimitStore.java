package cn.jiaozi.wallet.limit;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class LimitStore {
    private final DatabaseClient sql;

    LimitStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<LimitPolicies> all() {
        return sql.sql("select * from limit_policy order by wallet_class, effective_on")
                .map(LimitStore::policy)
                .all()
                .collectList()
                .map(LimitPolicies::new);
    }

    Mono<LimitPolicy> find(WalletClass walletClass, LocalDate effectiveOn) {
        return sql.sql("select * from limit_policy where wallet_class = :walletClass and effective_on = :effectiveOn")
                .bind("walletClass", walletClass.name())
                .bind("effectiveOn", effectiveOn)
                .map(LimitStore::policy)
                .one();
    }

    /// @return false when there is one for that day already
    Mono<Boolean> insert(LimitPolicy policy) {
        var one = List.of(policy);
        return sql.sql("""
                insert into limit_policy (wallet_class, effective_on, single_fen, daily_fen, annual_fen, balance_cap_fen)
                select * from unnest(:walletClass, :effectiveOn, :singleFen, :dailyFen, :annualFen, :balanceCapFen)
                on conflict do nothing
                """)
                .bind("walletClass", Columns.text(one, p -> p.walletClass().name()))
                .bind("effectiveOn", Columns.dates(one, LimitPolicy::effectiveOn))
                .bind("singleFen", Columns.longs(one, p -> p.terms().singleFen().orElse(null)))
                .bind("dailyFen", Columns.longs(one, p -> p.terms().dailyFen().orElse(null)))
                .bind("annualFen", Columns.longs(one, p -> p.terms().annualFen().orElse(null)))
                .bind(
                        "balanceCapFen",
                        Columns.longs(one, p -> p.terms().balanceCapFen().orElse(null)))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static LimitPolicy policy(Readable row) {
        return new LimitPolicy(
                WalletClass.valueOf(Objects.requireNonNull(row.get("wallet_class", String.class))),
                Objects.requireNonNull(row.get("effective_on", LocalDate.class)),
                new LimitPolicy.Terms(
                        fen(row, "single_fen"),
                        fen(row, "daily_fen"),
                        fen(row, "annual_fen"),
                        fen(row, "balance_cap_fen")));
    }

    private static Optional<Long> fen(Readable row, String column) {
        return Optional.ofNullable(row.get(column, Long.class));
    }
}
