package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.payment.purse.PurseService;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.upload.Piece;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/// Takes pieces. With the last one the batch is whole, and all of them wait for the judge.
@Service
class PieceService {
    private final BatchStore store;
    private final Authority authority;
    private final PurseService purses;
    private final QueueJob queue;
    private final Turnstile turnstile;
    private final TransactionalOperator transaction;
    private final Clock clock;

    PieceService(
            BatchStore store,
            Authority authority,
            PurseService purses,
            QueueJob queue,
            Turnstile turnstile,
            TransactionalOperator transaction,
            Clock clock) {
        this.store = store;
        this.authority = authority;
        this.purses = purses;
        this.queue = queue;
        this.turnstile = turnstile;
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
                            return declared.arrived() ? Mono.empty() : turnstile.pass(come(batch, number, body));
                        }));
    }

    private Mono<Void> come(Batch batch, int number, Octets body) {
        return Mono.defer(() -> {
            var piece = read(body);
            return keep(batch, number, body, piece, authority.believed(piece)).as(transaction::transactional);
        });
    }

    private Mono<Void> keep(Batch batch, int number, Octets body, Piece piece, List<Chain> chains) {
        return store.lock(batch.id())
                .filter(locked -> locked.receivedAt().isEmpty())
                .flatMap(locked -> purses.keepCertificates(chains)
                        .then(store.arrive(locked.id(), number, piece.vouchers().size(), body))
                        .then(store.missing(locked.id()))
                        .filter(List::isEmpty)
                        .flatMap(_ -> complete(locked, clock.instant())));
    }

    private Mono<Void> complete(Batch batch, Instant now) {
        return store.vouchers(batch.id())
                .filter(vouchers -> vouchers == batch.content().count())
                .switchIfEmpty(Mono.error(() ->
                        Problem.badRequest("", "The pieces hold another number of vouchers than the header says")))
                .then(store.complete(batch.id(), now))
                .then(AfterCommit.run(queue::wake));
    }

    private static Piece read(Octets body) {
        try {
            return Piece.read(body.bytes());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("", "The piece " + e.getMessage());
        }
    }
}
