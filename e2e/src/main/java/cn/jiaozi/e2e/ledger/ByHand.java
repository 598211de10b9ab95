package cn.jiaozi.e2e.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// What somebody would write without any of this, and would write well: a database of its own on the same server, with
/// unique transfers, a history in both directions, balances that cannot fall below zero, and locks in one order.
final class ByHand implements AutoCloseable {
    static final String DATABASE = "by_hand";
    static final int MOST_CONNECTIONS = 32;
    static final int BATCH = 100;

    private final List<Clerk> clerks = new ArrayList<>();
    private final int accounts;
    private long seed;

    /// @param postgres a URL of the server's database `postgres`
    ByHand(String postgres, String url, int accounts) throws SQLException {
        this.accounts = accounts;
        try (var connection = DriverManager.getConnection(postgres);
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + DATABASE);
            statement.execute("create database " + DATABASE);
        }
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(schema());
            statement.execute(
                    "insert into account select n, 1000000000 from generate_series(0, " + accounts + " - 1) n");
        }
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        for (int i = 0; i < MOST_CONNECTIONS; i++) {
            clerks.add(new Clerk(i, DriverManager.getConnection(url)));
        }
    }

    /// One transaction a transfer; a hold and its capture are two.
    Throughput single(Workload workload, int connections, Duration during) throws SQLException {
        return together(workload, connections, during, (clerk, pairs) -> {
            var pair = pairs.get();
            if (workload == Workload.HOLDS) {
                clerk.capture(clerk.hold(pair), pair);
                return 2;
            }
            clerk.transfer(pair);
            return 1;
        });
    }

    /// So many transfers a transaction, collected by the client.
    Throughput batched(Workload workload, int connections, Duration during) throws SQLException {
        return together(workload, connections, during, (clerk, pairs) -> {
            var batch = new ArrayList<Pair>(BATCH);
            for (int i = 0; i < BATCH; i++) {
                batch.add(pairs.get());
            }
            if (workload == Workload.HOLDS) {
                clerk.capture(clerk.hold(batch), batch);
                return 2 * BATCH;
            }
            clerk.transfer(batch);
            return BATCH;
        });
    }

    /// The money that is there, which no transfer changes.
    long totalFen() throws SQLException {
        try (var statement = clerks.getFirst().connection().createStatement();
                var rows = statement.executeQuery("select sum(balance_fen)::bigint from account")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        for (var clerk : clerks) {
            clerk.connection().close();
        }
    }

    private interface Work {
        /// @return how many entries it was
        int once(Clerk clerk, Supplier<Pair> pairs) throws SQLException;
    }

    private Throughput together(Workload workload, int connections, Duration during, Work work) throws SQLException {
        long began = System.nanoTime();
        long end = began + during.toNanos();
        long done = 0;
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var running = new ArrayList<Future<Long>>();
            for (var clerk : clerks.subList(0, connections)) {
                var pairs = workload.pairs(accounts, seed++);
                running.add(threads.submit(() -> {
                    long own = 0;
                    while (System.nanoTime() < end) {
                        own += work.once(clerk, pairs);
                    }
                    return own;
                }));
            }
            for (var one : running) {
                done += one.get();
            }
        } catch (ExecutionException e) {
            throw new SQLException("the hand-written baseline failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Throughput(done, Duration.ofNanos(System.nanoTime() - began));
    }

    private static String schema() {
        return """
                create table account (
                    id          int    primary key,
                    balance_fen bigint not null check (balance_fen >= 0),
                    pending_fen bigint not null default 0 check (pending_fen >= 0)
                ) with (fillfactor = 70);

                create table transfer (
                    id         uuid        primary key,
                    debit      int         not null,
                    credit     int         not null,
                    amount_fen bigint      not null check (amount_fen > 0),
                    at         timestamptz not null default now()
                );

                create index transfer_debit on transfer (debit, at);
                create index transfer_credit on transfer (credit, at);

                create table hold (
                    id         uuid        primary key,
                    debit      int         not null,
                    credit     int         not null,
                    amount_fen bigint      not null check (amount_fen > 0),
                    state      text        not null check (state in ('PENDING', 'CAPTURED', 'VOIDED')),
                    at         timestamptz not null default now()
                ) with (fillfactor = 70);
                """;
    }

    static void must(int expected, int updated, Connection connection) throws SQLException {
        if (updated != expected) {
            connection.rollback();
            throw new SQLException("the baseline changed " + updated + " rows instead of " + expected);
        }
    }
}
