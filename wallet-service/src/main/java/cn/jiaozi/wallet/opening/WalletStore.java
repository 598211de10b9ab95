package cn.jiaozi.wallet.opening;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.wallet.limit.WalletClass;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class WalletStore {
    private final DatabaseClient sql;

    WalletStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<Long> nextSerial() {
        return sql.sql("select nextval('wallet_serial') as serial")
                .map(row -> Objects.requireNonNull(row.get("serial", Long.class)))
                .one();
    }

    Mono<List<Wallet>> find(Collection<String> walletIds) {
        return sql.sql("select * from wallet where wallet_id = any(:walletIds)")
                .bind("walletIds", Columns.text(walletIds, id -> id))
                .map(WalletStore::wallet)
                .all()
                .collectList();
    }

    Mono<List<Wallet>> lock(Collection<String> walletIds) {
        return sql.sql("select * from wallet where wallet_id = any(:walletIds) order by wallet_id for update")
                .bind("walletIds", Columns.text(walletIds, id -> id))
                .map(WalletStore::wallet)
                .all()
                .collectList();
    }

    Mono<Wallet> findOpening(String openedBy, String openingId) {
        return sql.sql("select * from wallet where opened_by = :openedBy and opening_id = :openingId")
                .bind("openedBy", openedBy)
                .bind("openingId", openingId)
                .map(WalletStore::wallet)
                .one();
    }

    /// @return false when this opening was asked for at the same moment by somebody faster
    Mono<Boolean> insert(Wallet wallet) {
        var one = List.of(wallet);
        return sql.sql("""
                insert into wallet (wallet_id, wallet_class, state, owner_party, opened_by, opening_id, operator,
                    branch_code, verified, cap_on, requested_at, next_try_at)
                select * from unnest(:walletId, :walletClass, :state, :ownerParty, :openedBy, :openingId, :operator,
                    :branchCode, :verified, :capOn, :requestedAt, :nextTryAt)
                on conflict (opened_by, opening_id) do nothing
                """)
                .bind("walletId", Columns.text(one, Wallet::walletId))
                .bind("walletClass", Columns.text(one, w -> w.walletClass().name()))
                .bind("state", Columns.text(one, w -> w.state().name()))
                .bind("ownerParty", Columns.text(one, Wallet::ownerParty))
                .bind("openedBy", Columns.text(one, Wallet::openedBy))
                .bind("openingId", Columns.text(one, Wallet::openingId))
                .bind("operator", Columns.text(one, Wallet::operator))
                .bind("branchCode", Columns.text(one, Wallet::branchCode))
                .bind("verified", Columns.booleans(one, Wallet::verified))
                .bind("capOn", Columns.dates(one, Wallet::capOn))
                .bind("requestedAt", Columns.instants(one, Wallet::requestedAt))
                .bind("nextTryAt", Columns.instants(one, w -> w.nextTryAt().orElse(null)))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /// Stores wallets that were locked before.
    Mono<Void> save(List<Wallet> wallets) {
        if (wallets.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                update wallet w
                set state = t.state, reason = t.reason, verified = t.verified, ledger_opened = t.ledger_opened,
                    cap_on = t.cap_on, cap_version = t.cap_version, cap_confirmed = t.cap_confirmed,
                    ended_at = t.ended_at, next_try_at = t.next_try_at
                from unnest(:walletId, :state, :reason, :verified, :ledgerOpened, :capOn, :capVersion, :capConfirmed,
                    :endedAt, :nextTryAt) as t (wallet_id, state, reason, verified, ledger_opened, cap_on,
                    cap_version, cap_confirmed, ended_at, next_try_at)
                where w.wallet_id = t.wallet_id
                """)
                .bind("walletId", Columns.text(wallets, Wallet::walletId))
                .bind("state", Columns.text(wallets, w -> w.state().name()))
                .bind(
                        "reason",
                        Columns.text(wallets, w -> w.reason().map(Reason::name).orElse(null)))
                .bind("verified", Columns.booleans(wallets, Wallet::verified))
                .bind("ledgerOpened", Columns.booleans(wallets, Wallet::ledgerOpened))
                .bind("capOn", Columns.dates(wallets, Wallet::capOn))
                .bind("capVersion", Columns.longs(wallets, Wallet::capVersion))
                .bind("capConfirmed", Columns.longs(wallets, Wallet::capConfirmed))
                .bind("endedAt", Columns.instants(wallets, w -> w.endedAt().orElse(null)))
                .bind("nextTryAt", Columns.instants(wallets, w -> w.nextTryAt().orElse(null)))
                .then();
    }

    /// Takes openings whose bank account is to be verified; they belong to the taker until `leaseUntil`.
    Mono<List<Wallet>> takeUnverified(Instant now, Instant leaseUntil, int atMost) {
        return sql.sql("""
                update wallet w set next_try_at = :leaseUntil, tries = tries + 1
                from (select wallet_id from wallet
                      where state = 'OPENING' and not verified and next_try_at <= :now
                      order by next_try_at limit :atMost for update skip locked) due
                where w.wallet_id = due.wallet_id
                returning w.*
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("leaseUntil", leaseUntil.atOffset(ZoneOffset.UTC))
                .bind("atMost", atMost)
                .map(WalletStore::wallet)
                .all()
                .collectList();
    }

    /// Wallets whose announced cap is of an older policy than the one in force.
    Mono<List<Wallet>> lockOutdated(WalletClass walletClass, LocalDate policyOn, int atMost) {
        return sql.sql("""
                select * from wallet
                where wallet_class = :walletClass and state <> 'REJECTED' and verified and cap_on < :policyOn
                order by wallet_id limit :atMost for update
                """)
                .bind("walletClass", walletClass.name())
                .bind("policyOn", policyOn)
                .bind("atMost", atMost)
                .map(WalletStore::wallet)
                .all()
                .collectList();
    }

    private static Wallet wallet(Readable row) {
        return new Wallet(
                text(row, "wallet_id"),
                WalletClass.valueOf(text(row, "wallet_class")),
                WalletState.valueOf(text(row, "state")),
                Optional.ofNullable(row.get("reason", String.class)).map(Reason::valueOf),
                text(row, "owner_party"),
                text(row, "opened_by"),
                text(row, "opening_id"),
                text(row, "operator"),
                text(row, "branch_code"),
                Objects.requireNonNull(row.get("verified", Boolean.class)),
                Objects.requireNonNull(row.get("ledger_opened", Boolean.class)),
                Objects.requireNonNull(row.get("cap_on", LocalDate.class)),
                Objects.requireNonNull(row.get("cap_version", Long.class)),
                Objects.requireNonNull(row.get("cap_confirmed", Long.class)),
                Objects.requireNonNull(row.get("requested_at", OffsetDateTime.class))
                        .toInstant(),
                instant(row, "ended_at"),
                instant(row, "next_try_at"),
                Objects.requireNonNull(row.get("tries", Integer.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
