package cn.jiaozi.e2e.offline;

import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The baseline: how many signatures the same library verifies a second when it does nothing else, on all
/// processors, over the same vouchers and with the same keys.
final class BareVerification {
    private final List<Checks> vouchers;

    /// A voucher with the keys of both sides.
    record Checks(Voucher voucher, VerifyingKey payer, VerifyingKey payee) {}

    BareVerification(List<Checks> vouchers) {
        this.vouchers = List.copyOf(vouchers);
    }

    double perSecond(Duration window) {
        int threads = Runtime.getRuntime().availableProcessors();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            long began = System.nanoTime();
            var counted = new ArrayList<Future<Long>>();
            for (int i = 0; i < threads; i++) {
                int first = vouchers.size() / threads * i;
                counted.add(pool.submit(() -> verified(first, began + window.toNanos())));
            }
            long all = 0;
            for (var one : counted) {
                all += one.get();
            }
            return all * 1e9 / (System.nanoTime() - began);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private long verified(int first, long until) {
        long done = 0;
        for (int at = first; System.nanoTime() < until; at = (at + 1) % vouchers.size()) {
            var each = vouchers.get(at);
            if (!each.voucher().isSignedBy(each.payer()) || !each.voucher().isAcknowledgedBy(each.payee())) {
                throw new IllegalStateException("A voucher of our own making is not signed");
            }
            done += 2;
        }
        return done;
    }
}
