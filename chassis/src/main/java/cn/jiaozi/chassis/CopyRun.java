package cn.jiaozi.chassis;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One `COPY`, from its connection to its last piece. It waits for demand, not for its taker.
final class CopyRun implements Subscription, Runnable {
    private static final Logger log = LoggerFactory.getLogger(CopyRun.class);

    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    private final Opening opening;
    private final String copy;
    private final RowFormat format;
    private final int piece;
    private final Subscriber<? super byte[]> taker;
    private final Semaphore demand = new Semaphore(0);
    private volatile boolean cancelled;
    private volatile @Nullable PGConnection running;

    private CopyRun(Opening opening, String copy, RowFormat format, int piece, Subscriber<? super byte[]> taker) {
        this.opening = opening;
        this.copy = copy;
        this.format = format;
        this.piece = piece;
        this.taker = taker;
    }

    static void start(Opening opening, String copy, RowFormat format, int piece, Subscriber<? super byte[]> taker) {
        var run = new CopyRun(opening, copy, format, piece, taker);
        taker.onSubscribe(run);
        Thread.ofPlatform().daemon().name("copy").start(run);
    }

    @Override
    public void request(long more) {
        int room = Integer.MAX_VALUE - demand.availablePermits();
        demand.release((int) Math.min(more, room / 2));
    }

    @Override
    public void cancel() {
        cancelled = true;
        demand.release();
        var connection = running;
        if (connection != null) {
            try {
                connection.cancelQuery();
            } catch (SQLException e) {
                log.debug("The statement has ended by itself", e);
            }
        }
    }

    @Override
    public void run() {
        try (var connection = opening.open()) {
            var own = connection.unwrap(PGConnection.class);
            running = own;
            write(own.getCopyAPI().copyOut(copy));
            running = null;
        } catch (SQLException | RuntimeException failed) {
            if (!cancelled) {
                taker.onError(failed);
            }
            return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!cancelled) {
            taker.onComplete();
        }
    }

    private void write(CopyOut rows) throws SQLException, InterruptedException {
        var row = new CopyRow();
        var out = new Bytes();
        format.begin(out);
        for (byte[] next = rows.readFromCopy(); next != null && !cancelled; next = rows.readFromCopy()) {
            if (row.load(next)) {
                format.row(row, out);
                if (out.length() >= piece) {
                    give(out);
                }
            }
        }
        if (!cancelled) {
            format.end(out);
            if (out.length() > 0) {
                give(out);
            }
        }
    }

    private void give(Bytes out) throws InterruptedException {
        demand.acquire();
        if (!cancelled) {
            taker.onNext(out.take());
        }
    }
}
