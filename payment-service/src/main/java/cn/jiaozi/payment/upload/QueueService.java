package cn.jiaozi.payment.upload;

import cn.jiaozi.payment.voucher.Arrived;
import cn.jiaozi.payment.voucher.JudgingService;
import cn.jiaozi.payment.voucher.Uploaded;
import cn.jiaozi.payment.voucher.VoucherSettings;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.upload.Piece;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Takes pieces out of the queue and has their vouchers judged, some pieces in one transaction.
@Service
class QueueService {
    private final QueueStore store;
    private final JudgingService judging;
    private final VoucherSettings settings;
    private final Clock clock;

    QueueService(QueueStore store, JudgingService judging, VoucherSettings settings, Clock clock) {
        this.store = store;
        this.judging = judging;
        this.settings = settings;
        this.clock = clock;
    }

    /// Purses with copies that wait for a settlement; empty where no piece waited.
    @Transactional
    public Mono<Set<String>> next() {
        return next(settings.judgeAtMost());
    }

    /// The first piece alone.
    @Transactional
    public Mono<Set<String>> one() {
        return next(1);
    }

    /// The first piece goes to the end of the queue, so that it keeps nobody else waiting.
    @Transactional
    public Mono<Void> setAside() {
        return store.take(1).flatMap(taken -> store.requeue(taken, clock.instant()));
    }

    private Mono<Set<String>> next(int vouchers) {
        return store.take(vouchers)
                .filter(taken -> !taken.isEmpty())
                .flatMap(taken -> judging.judge(arrived(taken), clock.instant())
                        .flatMap(purses -> store.done(taken).thenReturn(purses)));
    }

    private static List<Arrived> arrived(List<QueueStore.Queued> pieces) {
        return pieces.stream().flatMap(QueueService::frames).map(Frame::arrived).toList();
    }

    private static Stream<Frame> frames(QueueStore.Queued piece) {
        var vouchers = Piece.read(piece.body().bytes()).vouchers();
        return IntStream.range(0, vouchers.size())
                .mapToObj(i -> new Frame(piece.batch(), piece.first() + i, vouchers.get(i)));
    }

    private record Frame(Uploaded batch, int index, Octets raw) {
        Arrived arrived() {
            return Arrived.of(batch, index, raw);
        }
    }
}
