package cn.jiaozi.e2e.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// One connection of the hand-written baseline and its prepared statements.
final class Clerk {
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement take;
    private final PreparedStatement give;
    private final PreparedStatement holdInsert;
    private final PreparedStatement reserve;
    private final PreparedStatement end;
    private final PreparedStatement takeReserved;
    private final PreparedStatement insertAll;
    private final PreparedStatement lockAll;
    private final PreparedStatement moveAll;
    private final PreparedStatement holdAll;
    private final PreparedStatement endAll;
    private final long number;
    private long next;

    Clerk(int number, Connection connection) throws SQLException {
        this.number = number;
        this.connection = connection;
        connection.setAutoCommit(false);
        insert = connection.prepareStatement(
                "insert into transfer (id, debit, credit, amount_fen) values (?, ?, ?, ?) on conflict do nothing");
        take = connection.prepareStatement("""
                update account set balance_fen = balance_fen - ? where id = ? and balance_fen - pending_fen >= ?
                """);
        give = connection.prepareStatement("update account set balance_fen = balance_fen + ? where id = ?");
        holdInsert = connection.prepareStatement("""
                insert into hold (id, debit, credit, amount_fen, state) values (?, ?, ?, ?, 'PENDING')
                on conflict do nothing
                """);
        reserve = connection.prepareStatement("""
                update account set pending_fen = pending_fen + ? where id = ? and balance_fen - pending_fen >= ?
                """);
        end = connection.prepareStatement("update hold set state = 'CAPTURED' where id = ? and state = 'PENDING'");
        takeReserved = connection.prepareStatement("""
                update account set balance_fen = balance_fen - ?, pending_fen = pending_fen - ? where id = ?
                """);
        insertAll = connection.prepareStatement("""
                insert into transfer (id, debit, credit, amount_fen)
                select id, debit, credit, 1 from unnest(?, ?, ?) as t (id, debit, credit)
                on conflict do nothing
                """);
        lockAll = connection.prepareStatement("""
                select id, balance_fen - pending_fen from account where id = any(?) order by id for no key update
                """);
        moveAll = connection.prepareStatement("""
                update account a set balance_fen = a.balance_fen + m.balance, pending_fen = a.pending_fen + m.pending
                from unnest(?, ?, ?) as m (id, balance, pending)
                where a.id = m.id
                """);
        holdAll = connection.prepareStatement("""
                insert into hold (id, debit, credit, amount_fen, state)
                select id, debit, credit, 1, 'PENDING' from unnest(?, ?, ?) as h (id, debit, credit)
                on conflict do nothing
                """);
        endAll = connection.prepareStatement(
                "update hold set state = 'CAPTURED' where id = any(?) and state = 'PENDING'");
    }

    Connection connection() {
        return connection;
    }

    void transfer(Pair pair) throws SQLException {
        write(insert, nextId(), pair);
        if (pair.debit() < pair.credit()) {
            changed(take, 1, pair.debit(), 1);
            changed(give, 1, pair.credit());
        } else {
            changed(give, 1, pair.credit());
            changed(take, 1, pair.debit(), 1);
        }
        connection.commit();
    }

    UUID hold(Pair pair) throws SQLException {
        var id = nextId();
        write(holdInsert, id, pair);
        changed(reserve, 1, pair.debit(), 1);
        connection.commit();
        return id;
    }

    void capture(UUID hold, Pair pair) throws SQLException {
        end.setObject(1, hold);
        ByHand.must(1, end.executeUpdate(), connection);
        write(insert, hold, pair);
        if (pair.debit() < pair.credit()) {
            changed(takeReserved, 1, 1, pair.debit());
            changed(give, 1, pair.credit());
        } else {
            changed(give, 1, pair.credit());
            changed(takeReserved, 1, 1, pair.debit());
        }
        connection.commit();
    }

    void transfer(List<Pair> batch) throws SQLException {
        writeAll(insertAll, nextIds(batch), batch);
        move(batch, -1, 0, 1, true);
        connection.commit();
    }

    List<UUID> hold(List<Pair> batch) throws SQLException {
        var ids = nextIds(batch);
        writeAll(holdAll, ids, batch);
        move(batch, 0, 1, 0, true);
        connection.commit();
        return ids;
    }

    void capture(List<UUID> holds, List<Pair> batch) throws SQLException {
        endAll.setArray(1, array("uuid", holds));
        ByHand.must(batch.size(), endAll.executeUpdate(), connection);
        writeAll(insertAll, holds, batch);
        move(batch, -1, -1, 1, false);
        connection.commit();
    }

    /// What an account gains and what of it becomes pending, summed up, under locks that are taken in order.
    private static final class Sum {
        private long balance;
        private long pending;
        private long needed;
    }

    private void move(List<Pair> batch, int payer, int pending, int payee, boolean checked) throws SQLException {
        var sums = new TreeMap<Integer, Sum>();
        for (var pair : batch) {
            var debit = sums.computeIfAbsent(pair.debit(), _ -> new Sum());
            debit.balance += payer;
            debit.pending += pending;
            debit.needed++;
            if (payee != 0) {
                sums.computeIfAbsent(pair.credit(), _ -> new Sum()).balance += payee;
            }
        }
        lockAll.setArray(1, array("int4", sums.keySet()));
        try (var rows = lockAll.executeQuery()) {
            while (rows.next()) {
                var sum = sums.get(rows.getInt(1));
                if (sum == null || (checked && rows.getLong(2) < sum.needed)) {
                    throw new SQLException("the baseline's account " + rows.getInt(1) + " has too little");
                }
            }
        }
        moveAll.setArray(1, array("int4", sums.keySet()));
        moveAll.setArray(2, array("int8", sums.values().stream().map(sum -> sum.balance)));
        moveAll.setArray(3, array("int8", sums.values().stream().map(sum -> sum.pending)));
        ByHand.must(sums.size(), moveAll.executeUpdate(), connection);
    }

    private void write(PreparedStatement row, UUID id, Pair pair) throws SQLException {
        row.setObject(1, id);
        row.setInt(2, pair.debit());
        row.setInt(3, pair.credit());
        row.setLong(4, 1);
        ByHand.must(1, row.executeUpdate(), connection);
    }

    private void writeAll(PreparedStatement rows, List<UUID> ids, List<Pair> batch) throws SQLException {
        rows.setArray(1, array("uuid", ids));
        rows.setArray(2, column(batch, Pair::debit));
        rows.setArray(3, column(batch, Pair::credit));
        ByHand.must(batch.size(), rows.executeUpdate(), connection);
    }

    private void changed(PreparedStatement update, long... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            update.setLong(i + 1, values[i]);
        }
        ByHand.must(1, update.executeUpdate(), connection);
    }

    private Array column(List<Pair> batch, Function<Pair, Integer> number) throws SQLException {
        return array("int4", batch.stream().map(number));
    }

    private Array array(String type, Iterable<?> values) throws SQLException {
        var all = new ArrayList<Object>();
        values.forEach(all::add);
        return connection.createArrayOf(type, all.toArray());
    }

    private Array array(String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    private List<UUID> nextIds(List<Pair> batch) {
        return batch.stream().map(_ -> nextId()).toList();
    }

    /// They rise with time, as ids of version 7 do.
    private UUID nextId() {
        return new UUID(next++, number);
    }
}
