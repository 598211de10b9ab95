package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.payment.purse.PurseService;
import cn.jiaozi.payment.voucher.SyncService;
import cn.jiaozi.payment.voucher.Totals;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Takes what uploaders announce, and tells them what has become of it.
@Service
class BatchService {
    private final BatchStore store;
    private final Authority authority;
    private final PurseService purses;
    private final SyncService sync;
    private final Ids ids;
    private final Clock clock;

    BatchService(BatchStore store, Authority authority, PurseService purses, SyncService sync, Ids ids, Clock clock) {
        this.store = store;
        this.authority = authority;
        this.purses = purses;
        this.sync = sync;
        this.ids = ids;
        this.clock = clock;
    }

    /// @param existed whether it had been announced before
    record Put(BatchView view, boolean existed) {}

    @Transactional
    public Mono<Put> begin(Caller caller, String actId, Announced announced) {
        if (!authority.believes(announced.uploader())) {
            return Mono.error(Problem.badRequest("/certificate", "does not lead to a root that is believed here"));
        }
        var batch = new Batch(
                ids.next(),
                caller.scope(),
                actId,
                announced.signedHeader(),
                announced.statement().map(signed -> Octets.of(signed.encoded())),
                clock.instant(),
                Optional.empty());
        return own(caller, batch.content().uploader())
                .then(purses.keepCertificates(List.of(announced.uploader())))
                .then(store.insert(batch, announced.pieces()))
                .flatMap(inserted -> store.find(caller.scope(), actId)
                        // The signature over the same words is another one each time.
                        .filter(kept -> kept.content().equals(batch.content()))
                        .switchIfEmpty(Mono.error(
                                () -> Problem.conflict("/header", "This id was used for another batch of yours")))
                        .flatMap(this::view)
                        .map(view -> new Put(view, !inserted)));
    }

    Mono<BatchView> find(Caller caller, String actId) {
        return own(caller, actId, store).flatMap(this::view);
    }

    static Mono<Batch> own(Caller caller, String actId, BatchStore store) {
        return store.find(caller.scope(), actId)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no batch " + actId + " of yours")));
    }

    private Mono<BatchView> view(Batch batch) {
        return Mono.zip(store.missing(batch.id()), sync.totals(batch.id()))
                .flatMap(found -> receipt(batch, found.getT2())
                        .map(receipt -> BatchView.of(batch, found.getT1(), found.getT2(), receipt)));
    }

    /// Whoever has not shown that it is the chip gets none, and nobody before all its vouchers are judged.
    private Mono<Optional<BatchView.Receipt>> receipt(Batch batch, Totals totals) {
        return Mono.justOrEmpty(batch.said())
                .filter(_ -> batch.receivedAt().isPresent() && totals.waiting() == 0)
                .flatMap(said -> sync.synced(said.purse())
                        .map(synced -> new SyncReceipt(said.purse(), said.load(), Math.min(said.counter(), synced))))
                .map(receipt -> BatchView.Receipt.of(authority.sign(receipt), authority.signatory()))
                .singleOptional();
    }

    /// A purse that we have not heard of yet is let through: its vouchers wait for it.
    private Mono<Void> own(Caller caller, String uploader) {
        if (caller.is(Role.OPERATOR)) {
            return Mono.empty();
        }
        if (caller.terminal().isPresent()) {
            var party = Party.terminal(caller.terminal().get().terminalId());
            return party.equals(uploader) ? Mono.empty() : refused();
        }
        return Party.isPurse(uploader)
                ? purses.purse(uploader)
                        .filter(purse -> purse.isEmpty() || purse.get().party().equals(caller.party()))
                        .switchIfEmpty(refused())
                        .then()
                : refused();
    }

    private static <T> Mono<T> refused() {
        return Mono.error(() -> Problem.forbidden("Only the terminal or the holder of the purse uploads its batches"));
    }
}
