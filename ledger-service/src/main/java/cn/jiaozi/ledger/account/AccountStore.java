package cn.jiaozi.ledger.account;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Subject;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Rows of accounts and cap groups. Every caller holds the shard's lock, which alone keeps other writers out: rows are
/// not locked once more.
@Component
public class AccountStore {
    private static final String MEMBERS = """
            select a.*, g.name as group_name, g.cap_fen as group_cap_fen, g.version, g.capped_height, g.members
            from account a
            left join cap_group g on g.id = a.group_id
            """;

    private final DatabaseClient client;

    AccountStore(DatabaseClient client) {
        this.client = client;
    }

    /// Accounts with the groups that they count in; how much those hold is not read.
    public Mono<List<Member>> find(Collection<String> addresses) {
        return addresses.isEmpty()
                ? Mono.just(List.of())
                : client.sql(MEMBERS + "where a.address = any(:addresses)")
                        .bind("addresses", addresses.toArray(String[]::new))
                        .map(AccountStore::member)
                        .all()
                        .collectList();
    }

    /// All accounts of some groups.
    public Mono<List<Member>> members(Collection<Long> groupIds) {
        return groupIds.isEmpty()
                ? Mono.just(List.of())
                : client.sql(MEMBERS + "where a.group_id = any(:groups)")
                        .bind("groups", groupIds.toArray(Long[]::new))
                        .map(AccountStore::member)
                        .all()
                        .collectList();
    }

    public Mono<List<CapGroup>> groups(Collection<String> names) {
        if (names.isEmpty()) {
            return Mono.just(List.of());
        }
        return client.sql("""
                        select id as group_id, name as group_name, cap_fen as group_cap_fen, version, capped_height,
                            members
                        from cap_group
                        where name = any(:names)
                        """)
                .bind("names", names.toArray(String[]::new))
                .map(AccountStore::group)
                .all()
                .collectList();
    }

    /// New groups, and those that were capped or got a member.
    public Mono<Void> save(Collection<CapGroup> groups) {
        if (groups.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        insert into cap_group (id, name, cap_fen, version, capped_height, members)
                        select * from unnest(:group_id, :name, :cap_fen, :version, :capped_height, :members)
                        on conflict (id) do update set
                            cap_fen = excluded.cap_fen,
                            version = excluded.version,
                            capped_height = excluded.capped_height,
                            members = excluded.members
                        """)
                .bind("group_id", Columns.longs(groups, CapGroup::id))
                .bind("name", Columns.text(groups, CapGroup::name))
                .bind("cap_fen", Columns.longs(groups, group -> group.capFen().orElse(null)))
                .bind("version", Columns.longs(groups, CapGroup::version))
                .bind("capped_height", Columns.longs(groups, CapGroup::height))
                .bind("members", Columns.longs(groups, CapGroup::members))
                .then();
    }

    /// The counters of accounts that were there.
    public Mono<Void> move(Collection<Account> accounts) {
        if (accounts.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        update account a set
                            debits_posted = m.debits_posted,
                            credits_posted = m.credits_posted,
                            debits_pending = m.debits_pending,
                            credits_pending = m.credits_pending
                        from unnest(:id, :debits_posted, :credits_posted, :debits_pending, :credits_pending)
                            as m (id, debits_posted, credits_posted, debits_pending, credits_pending)
                        where a.id = m.id
                        """)
                .bind("id", Columns.longs(accounts, Account::id))
                .bind(
                        "debits_posted",
                        Columns.longs(accounts, account -> account.debits().posted()))
                .bind(
                        "credits_posted",
                        Columns.longs(accounts, account -> account.credits().posted()))
                .bind(
                        "debits_pending",
                        Columns.longs(accounts, account -> account.debits().pending()))
                .bind(
                        "credits_pending",
                        Columns.longs(accounts, account -> account.credits().pending()))
                .then();
    }

    /// Comes after [#save], which has inserted the groups that the new accounts count in.
    public Mono<Void> open(Collection<Account> accounts, Instant openedAt) {
        if (accounts.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        insert into account (
                            id, address, subject, operator, branch_code, owner, group_id, floor_fen, cap_fen,
                            debit_frozen, credit_frozen, constraint_version, constrained_height, opened_at, debits_posted,
                            credits_posted, debits_pending, credits_pending)
                        select
                            n.id, n.address, n.subject, n.operator, n.branch_code, n.owner, g.id, n.floor_fen,
                            n.cap_fen, false, false, n.version, n.height, :opened_at, n.debits_posted, n.credits_posted,
                            n.debits_pending, n.credits_pending
                        from unnest(
                            :id, :address, :subject, :operator, :branch_code, :owner, :group, :floor_fen, :cap_fen, :version,
                            :height, :debits_posted, :credits_posted, :debits_pending, :credits_pending)
                            as n (id, address, subject, operator, branch_code, owner, "group", floor_fen, cap_fen,
                            version, height, debits_posted, credits_posted, debits_pending, credits_pending)
                        left join cap_group g on g.name = n."group"
                        """)
                .bind("opened_at", openedAt)
                .bind("id", Columns.longs(accounts, Account::id))
                .bind("address", Columns.text(accounts, Account::address))
                .bind(
                        "subject",
                        Columns.text(accounts, account -> account.subject().name()))
                .bind("operator", Columns.text(accounts, Account::operator))
                .bind("branch_code", Columns.text(accounts, Account::branchCode))
                .bind("owner", Columns.text(accounts, account -> account.owner().orElse(null)))
                .bind("group", Columns.text(accounts, account -> account.group().orElse(null)))
                .bind(
                        "floor_fen",
                        Columns.longs(
                                accounts,
                                account -> account.constraint().floorFen().orElse(null)))
                .bind(
                        "cap_fen",
                        Columns.longs(
                                accounts,
                                account -> account.constraint().capFen().orElse(null)))
                .bind("version", Columns.longs(accounts, account -> Constraint.NEVER_SET))
                .bind(
                        "height",
                        Columns.longs(accounts, account -> account.constraint().height()))
                .bind(
                        "debits_posted",
                        Columns.longs(accounts, account -> account.debits().posted()))
                .bind(
                        "credits_posted",
                        Columns.longs(accounts, account -> account.credits().posted()))
                .bind(
                        "debits_pending",
                        Columns.longs(accounts, account -> account.debits().pending()))
                .bind(
                        "credits_pending",
                        Columns.longs(accounts, account -> account.credits().pending()))
                .then();
    }

    /// What was constrained or closed. Comes after [#open], since both may happen in one batch.
    public Mono<Void> constrain(Collection<Account> accounts) {
        if (accounts.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        update account a set
                            floor_fen = c.floor_fen,
                            cap_fen = c.cap_fen,
                            debit_frozen = c.debit_frozen,
                            credit_frozen = c.credit_frozen,
                            constraint_version = c.version,
                            constrained_height = c.height,
                            closed_height = c.closed_height
                        from unnest(
                            :id, :floor_fen, :cap_fen, :debit_frozen, :credit_frozen, :version, :height, :closed_height)
                            as c (id, floor_fen, cap_fen, debit_frozen, credit_frozen, version, height, closed_height)
                        where a.id = c.id
                        """)
                .bind("id", Columns.longs(accounts, Account::id))
                .bind(
                        "floor_fen",
                        Columns.longs(
                                accounts,
                                account -> account.constraint().floorFen().orElse(null)))
                .bind(
                        "cap_fen",
                        Columns.longs(
                                accounts,
                                account -> account.constraint().capFen().orElse(null)))
                .bind(
                        "closed_height",
                        Columns.longs(
                                accounts, account -> account.closedHeight().orElse(null)))
                .bind(
                        "debit_frozen",
                        Columns.booleans(
                                accounts, account -> account.constraint().debitFrozen()))
                .bind(
                        "credit_frozen",
                        Columns.booleans(
                                accounts, account -> account.constraint().creditFrozen()))
                .bind(
                        "version",
                        Columns.longs(accounts, account -> account.constraint().version()))
                .bind(
                        "height",
                        Columns.longs(accounts, account -> account.constraint().height()))
                .then();
    }

    private static Member member(Readable row) {
        var group = Optional.ofNullable(row.get("group_id", Long.class)).map(_ -> group(row));
        var account = new Account(
                requireNonNull(row.get("id", Long.class)),
                requireNonNull(row.get("address", String.class)),
                Subject.valueOf(requireNonNull(row.get("subject", String.class))),
                requireNonNull(row.get("operator", String.class)),
                requireNonNull(row.get("branch_code", String.class)),
                Optional.ofNullable(row.get("owner", String.class)),
                group.map(CapGroup::name),
                new Constraint(
                        requireNonNull(row.get("debit_frozen", Boolean.class)),
                        requireNonNull(row.get("credit_frozen", Boolean.class)),
                        Optional.ofNullable(row.get("floor_fen", Long.class)),
                        Optional.ofNullable(row.get("cap_fen", Long.class)),
                        requireNonNull(row.get("constraint_version", Long.class)),
                        requireNonNull(row.get("constrained_height", Long.class))),
                Optional.ofNullable(row.get("closed_height", Long.class)),
                requireNonNull(row.get("quarantined", Boolean.class)),
                new Turnover(
                        requireNonNull(row.get("debits_posted", Long.class)),
                        requireNonNull(row.get("debits_pending", Long.class))),
                new Turnover(
                        requireNonNull(row.get("credits_posted", Long.class)),
                        requireNonNull(row.get("credits_pending", Long.class))));
        return new Member(account, group);
    }

    private static CapGroup group(Readable row) {
        return new CapGroup(
                requireNonNull(row.get("group_id", Long.class)),
                requireNonNull(row.get("group_name", String.class)),
                Optional.ofNullable(row.get("group_cap_fen", Long.class)),
                requireNonNull(row.get("version", Long.class)),
                requireNonNull(row.get("capped_height", Long.class)),
                requireNonNull(row.get("members", Long.class)),
                0);
    }
}
