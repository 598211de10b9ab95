package cn.jiaozi.wallet.device;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
class DeviceService {
    private static final int LISTED = 100;

    private final DeviceStore store;
    private final DeviceSettings settings;
    private final Outbox outbox;
    private final Clock clock;

    /// @param existed whether it was so before
    record Put(Device device, boolean existed) {}

    DeviceService(DeviceStore store, DeviceSettings settings, Outbox outbox, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    Mono<Put> register(Caller caller, String deviceId, String name, VerifyingKey key) {
        var asked =
                new Device(caller.party(), deviceId, name, key.id(), key.encoded(), clock.instant(), Optional.empty());
        return store.lock(caller.party())
                .then(store.find(caller.party(), deviceId))
                .map(known -> repeated(known, asked))
                .switchIfEmpty(Mono.defer(() -> registered(caller, asked)));
    }

    /// Needs no device: a lost one is revoked from wherever its owner can log in.
    @Transactional
    Mono<Put> revoke(Caller caller, String deviceId) {
        return store.lock(caller.party())
                .then(find(caller.party(), deviceId))
                .flatMap(before -> before.state() == DeviceState.REVOKED
                        ? Mono.just(new Put(before, true))
                        : revoked(caller, before.revoked(clock.instant())));
    }

    @Transactional
    Mono<Device> find(String party, String deviceId) {
        return store.find(party, deviceId)
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such device of yours")));
    }

    @Transactional
    Mono<List<Device>> list(String party) {
        return store.list(party, LISTED);
    }

    /// For the gateway's copy.
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        return store.after(after, atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found -> outbox.announce(
                                found.stream().map(DeviceService::announcement).toList())
                        .thenReturn(new Page(found.getLast().keyId(), found.size())));
    }

    private static Announcement announcement(Device device) {
        return new Announcement(Topics.DEVICE_KEY, device.keyId(), device.signer());
    }

    private Mono<Put> registered(Caller caller, Device asked) {
        return store.countActive(asked.party())
                .flatMap(active -> active < settings.atMost()
                        ? store.insert(asked)
                        : Mono.error(conflict(Reason.DEVICE_COUNT_EXCEEDED)))
                .flatMap(inserted -> inserted
                        ? written(DeviceAct.REGISTERED, caller, asked)
                        : Mono.error(conflict(Reason.KEY_IN_USE)));
    }

    private Mono<Put> revoked(Caller caller, Device device) {
        return store.saveRevocation(device).then(written(DeviceAct.REVOKED, caller, device));
    }

    private Mono<Put> written(DeviceAct act, Caller caller, Device device) {
        return store.write(act, device, caller.factors(), device.revokedAt().orElse(device.registeredAt()))
                .then(outbox.announce(List.of(announcement(device))))
                .thenReturn(new Put(device, false));
    }

    private static Put repeated(Device known, Device asked) {
        known.difference(asked).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "This id was used for another device");
        });
        return new Put(known, true);
    }

    private static Problem conflict(Reason reason) {
        return Problem.of(HttpStatus.CONFLICT, reason, reason.en());
    }
}
