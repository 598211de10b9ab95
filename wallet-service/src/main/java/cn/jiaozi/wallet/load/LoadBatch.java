package cn.jiaozi.wallet.load;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Entry;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.sdk.voucher.LoadOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a batch of the ledger's answers makes of loads, against what was loaded and locked for it. Pure: it
/// touches nothing but its own collections.
final class LoadBatch {
    private final Map<StepId, LoadAct> acts = new LinkedHashMap<>();
    private final Map<String, Load> loads = new LinkedHashMap<>();
    private final Map<String, String> walletIds;
    private final Set<LoadAct> knownActs;
    private final Set<Load> knownLoads;
    private final Map<String, Load> begun = new HashMap<>();
    private final Function<LoadOrder, String> sign;
    private final Instant now;
    private final Duration releaseAgain;

    /// @param walletIds by purse
    /// @param sign      an order to a chip, in base64
    LoadBatch(
            Collection<LoadAct> acts,
            Collection<Load> loads,
            Map<String, String> walletIds,
            Function<LoadOrder, String> sign,
            Instant now,
            Duration releaseAgain) {
        acts.forEach(act -> this.acts.put(act.step(), act));
        loads.forEach(load -> this.loads.put(load.businessId(), load));
        this.walletIds = walletIds;
        this.knownActs = Set.copyOf(acts);
        this.knownLoads = Set.copyOf(loads);
        this.sign = sign;
        this.now = now;
        this.releaseAgain = releaseAgain;
    }

    /// A repeat changes nothing.
    void hear(LedgerEvent event) {
        if (event.id().step().equals(Load.RELEASE)) {
            loads.computeIfPresent(event.id().businessId(), (_, load) -> load.heardOfRelease(event, now, releaseAgain));
            return;
        }
        var act = Objects.requireNonNull(acts.get(event.id()), () -> "nobody has asked for " + event.id());
        if (!act.finished()) {
            acts.put(event.id(), ended(act, event));
        }
    }

    List<LoadAct> endedActs() {
        return acts.values().stream().filter(act -> !knownActs.contains(act)).toList();
    }

    List<Load> begunLoads() {
        return List.copyOf(begun.values());
    }

    /// Those that were there before.
    List<Load> changedLoads() {
        return loads.values().stream()
                .filter(load -> !knownLoads.contains(load))
                .toList();
    }

    private LoadAct ended(LoadAct act, LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.Posted posted ->
                switch (act.kind()) {
                    case LOAD -> loaded(act, posted.entry());
                    case UNLOAD -> unloaded(act, posted.entry());
                };
            case LedgerEvent.Rejected rejected -> act.rejected(rejected, now);
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.Conflicted _ ->
                throw new IllegalStateException(event.id() + " cannot happen to a load");
        };
    }

    /// The chip holds what came out, which is less than was asked for where its remainder was not all there.
    private LoadAct loaded(LoadAct act, Entry entry) {
        var asked = act.asked().orElseThrow();
        var load = new Load(
                act.purseId(),
                asked.number(),
                Objects.requireNonNull(walletIds.get(act.purseId())),
                moved(entry),
                asked.start(),
                asked.limits(),
                now,
                Optional.empty(),
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                1);
        begun.put(load.businessId(), load);
        loads.computeIfPresent(
                Load.businessId(act.purseId(), asked.number() - 1), (_, before) -> before.withRemainderTaken());
        var order = new LoadOrder(
                load.purseId(),
                load.number(),
                load.amountFen(),
                load.start().counter(),
                load.start().head(),
                load.limits(),
                now.truncatedTo(ChronoUnit.SECONDS));
        return act.loaded(load.amountFen(), sign.apply(order), now);
    }

    private LoadAct unloaded(LoadAct act, Entry entry) {
        loads.computeIfPresent(
                Load.businessId(act.purseId(), act.asked().orElseThrow().number()),
                (_, load) -> load.withRemainderTaken());
        return act.unloaded(moved(entry), now);
    }

    private static long moved(Entry entry) {
        return entry.legs().stream().mapToLong(LedgerEvent.Leg::amountFen).reduce(0, Math::addExact);
    }
}
