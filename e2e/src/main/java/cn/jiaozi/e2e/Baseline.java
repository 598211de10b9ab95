package cn.jiaozi.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// What somebody would write without any of this: insert the transfer, update both accounts in id order, commit;
/// prepared statements, and as many connections as callers, on the PostgreSQL that the suite runs on.
final class Baseline implements AutoCloseable {
    private final List<Teller> tellers = new ArrayList<>();
    private final int accounts;

    Baseline(String url, int connections, int accounts) throws SQLException {
        this.accounts = accounts;
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("drop schema if exists baseline cascade");
            statement.execute("create schema baseline");
            statement.execute("create table baseline.account (id int primary key, balance_fen bigint not null)");
            statement.execute(
                    "create table baseline.transfer (id bigserial primary key, debit int, credit int, amount_fen bigint)");
            statement.execute(
                    "insert into baseline.account select n, 1000000 from generate_series(1, " + accounts + ") n");
        }
        for (int i = 0; i < connections; i++) {
            tellers.add(new Teller(DriverManager.getConnection(url)));
        }
    }

    /// One transfer on the first connection.
    void transfer() throws SQLException {
        tellers.getFirst().transfer(1, 2);
    }

    /// Transfers a second between accounts at random, all connections at once.
    double perSecond(int seconds) throws SQLException {
        var done = new AtomicLong();
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        try (var threads = Executors.newFixedThreadPool(tellers.size())) {
            var running = new ArrayList<Future<?>>();
            for (var teller : tellers) {
                running.add(threads.submit(() -> {
                    var random = ThreadLocalRandom.current();
                    while (System.nanoTime() < end) {
                        int from = 1 + random.nextInt(accounts);
                        int to = 1 + (from - 1 + 1 + random.nextInt(accounts - 1)) % accounts;
                        teller.transfer(from, to);
                        done.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (var one : running) {
                one.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new SQLException("the baseline failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return done.get() * 1e9 / (System.nanoTime() - began);
    }

    @Override
    public void close() throws SQLException {
        try (var statement = tellers.getFirst().connection.createStatement()) {
            statement.execute("drop schema baseline cascade");
            tellers.getFirst().connection.commit();
        }
        for (var teller : tellers) {
            teller.connection.close();
        }
    }

    private static final class Teller {
        private final Connection connection;
        private final PreparedStatement insert;
        private final PreparedStatement update;

        Teller(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            insert = connection.prepareStatement(
                    "insert into baseline.transfer (debit, credit, amount_fen) values (?, ?, ?)");
            update = connection.prepareStatement(
                    "update baseline.account set balance_fen = balance_fen + ? where id = ?");
        }

        /// In id order, so that no two ever wait for each other.
        void transfer(int from, int to) throws SQLException {
            insert.setInt(1, from);
            insert.setInt(2, to);
            insert.setLong(3, 1);
            insert.executeUpdate();
            move(Math.min(from, to), from < to ? -1 : 1);
            move(Math.max(from, to), from < to ? 1 : -1);
            connection.commit();
        }

        private void move(int account, long fen) throws SQLException {
            update.setLong(1, fen);
            update.setInt(2, account);
            update.executeUpdate();
        }
    }
}
