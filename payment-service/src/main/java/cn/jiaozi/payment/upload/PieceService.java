package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.payment.purse.PurseService;
import cn.jiaozi.payment.voucher.Arrived;
import cn.jiaozi.payment.voucher.JudgingService;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.upload.Piece;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/// Takes pieces. Whoever brings the last one makes copies of all the vouchers, in the same transaction.
@Service
class PieceService {
    private final BatchStore store;
    private final Authority authority;
    private final PurseService purses;
    private final JudgingService judging;
    private final TransactionalOperator transaction;
    private final Clock clock;

    PieceService(
            BatchStore store,
            Authority authority,
            PurseService purses,
            JudgingService judging,
            TransactionalOperator transaction,
            Clock clock) {
        this.store = store;
        this.authority = authority;
        this.purses = purses;
        this.judging = judging;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Signatures are checked before the transaction begins, so that nobody waits for them.
    Mono<Void> put(Caller caller, String actId, int number, Octets body) {
        return BatchService.own(caller, actId, store)
                .flatMap(batch -> store.piece(batch.id(), number)
                        .switchIfEmpty(
                                Mono.error(() -> Problem.badRequest("number", "The batch has no piece " + number)))
                        .flatMap(declared -> {
                            var hash = Hash.sm3(body.bytes());
                            if (!declared.hash().equals(hash)) {
                                return Mono.error(Problem.badRequest(
                                        "", "is not piece " + number + " of the batch: its hash is " + hash));
                            }
                            var chains = authority.believed(read(body));
                            return declared.arrived()
                                    ? Mono.empty()
                                    : keep(batch, number, body, chains).as(transaction::transactional);
                        }));
    }

    private Mono<Void> keep(Batch batch, int number, Octets body, List<Chain> chains) {
        return store.lock(batch.id())
                .filter(locked -> locked.receivedAt().isEmpty())
                .flatMap(locked -> purses.keepCertificates(chains)
                        .then(store.arrive(locked.id(), number, body))
                        .then(store.missing(locked.id()))
                        .filter(List::isEmpty)
                        .flatMap(_ -> complete(locked, clock.instant())));
    }

    private Mono<Void> complete(Batch batch, Instant now) {
        return copyFrom(batch, 0, 0, now)
                .filter(vouchers -> vouchers == batch.content().count())
                .switchIfEmpty(Mono.error(() ->
                        Problem.badRequest("", "The pieces hold another number of vouchers than the header says")))
                .then(store.complete(batch.id(), now));
    }

    /// One piece after another, since all of them together may be large.
    private Mono<Integer> copyFrom(Batch batch, int piece, int first, Instant now) {
        return piece == batch.content().pieces()
                ? Mono.just(first)
                : store.body(batch.id(), piece)
                        .flatMap(body -> copy(batch, first, body, now))
                        .flatMap(next -> copyFrom(batch, piece + 1, next, now));
    }

    /// @param first index of its first voucher
    private Mono<Integer> copy(Batch batch, int first, Octets body, Instant now) {
        var vouchers = read(body).vouchers();
        var arrived = IntStream.range(0, vouchers.size())
                .mapToObj(i -> Arrived.of(batch.id(), first + i, vouchers.get(i)))
                .toList();
        return judging.arrived(arrived, now).thenReturn(first + vouchers.size());
    }

    private static Piece read(Octets body) {
        try {
            return Piece.read(body.bytes());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("", "The piece " + e.getMessage());
        }
    }
}
