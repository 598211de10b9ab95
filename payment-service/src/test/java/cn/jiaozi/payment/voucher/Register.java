package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The owner of purses in a simulation: loads, closings, states and revocation lists, as wallet-service does it.
final class Register {
    private final World world;
    private final Timeline timeline;
    private final Feed feed;
    private final Map<String, Holder> holders = new TreeMap<>();
    private RevocationList list = RevocationList.of(1, World.START, List.of());

    private static final class Holder {
        final World.Device device;
        final List<PurseFact.Load> loads = new ArrayList<>();
        PurseState state = PurseState.ACTIVE;
        Optional<Integer> revokedIn = Optional.empty();
        Optional<Instant> lostAt = Optional.empty();
        Optional<Signed<LoadOrder>> order = Optional.empty();
        boolean remainderTaken;
        long version;

        Holder(World.Device device) {
            this.device = device;
        }

        Optional<PurseFact.Load> open() {
            return loads.isEmpty() || loads.getLast().closing().isPresent()
                    ? Optional.empty()
                    : Optional.of(loads.getLast());
        }
    }

    Register(World world, Timeline timeline, Feed feed) {
        this.world = world;
        this.timeline = timeline;
        this.feed = feed;
        feed.tell(new PurseFact.RevocationList(1, World.START));
    }

    void issue(World.Device device, long fundsFen) {
        holders.put(device.id(), new Holder(device));
        feed.submit(new Input.Moved(timeline.instant(), Accounts.ISSUED, Accounts.wallet(device.id()), fundsFen));
        tell(device.id());
    }

    RevocationList list() {
        return list;
    }

    PurseState state(String purse) {
        return holder(purse).state;
    }

    /// The order of the load that is open; the same one however often it is asked for.
    Optional<Signed<LoadOrder>> order(String purse) {
        return holder(purse).open().flatMap(_ -> holder(purse).order);
    }

    /// Moves what is left of the last load and new money into a reserve, and orders the chip to hold it. Empty
    /// where the purse may not.
    Optional<Signed<LoadOrder>> load(String purse, Optional<Signed<Statement>> closing, long freshFen) {
        var holder = holder(purse);
        if (holder.state != PurseState.ACTIVE || !closed(holder, closing)) {
            return Optional.empty();
        }
        int number = holder.loads.size() + 1;
        var reserve = Accounts.reserve(purse, number);
        long rolledFen = number == 1 ? 0 : takeRemainderFen(holder);
        long addedFen = Math.clamp(freshFen, 0, World.LIMITS.balanceFen() - rolledFen);
        var now = timeline.instant();
        if (rolledFen > 0) {
            feed.submit(new Input.Moved(now, Accounts.reserve(purse, number - 1), reserve, rolledFen));
        }
        feed.submit(new Input.Moved(now, Accounts.wallet(purse), reserve, addedFen));
        int counter = closing.map(it -> it.content().counter()).orElse(0);
        var head = closing.map(it -> it.content().head()).orElse(Hash.ZERO);
        var order = Signed.by(
                world.signatory.key(),
                new LoadOrder(purse, number, rolledFen + addedFen, counter, head, World.LIMITS, now));
        holder.order = Optional.of(order);
        holder.loads.add(load(order.content(), reserve, Optional.empty(), 1));
        feed.tell(holder.loads.getLast());
        return Optional.of(order);
    }

    void unload(String purse, Signed<Statement> closing) {
        var holder = holder(purse);
        if (holder.open().isEmpty() || !closed(holder, Optional.of(closing))) {
            return;
        }
        var reserve = Accounts.reserve(purse, holder.loads.size());
        feed.submit(new Input.Moved(timeline.instant(), reserve, Accounts.wallet(purse), takeRemainderFen(holder)));
    }

    Signed<SyncReceipt> receipt(String purse, int counter) {
        feed.submit(new Input.Synced(timeline.instant(), purse, counter));
        return Signed.by(
                world.signatory.key(),
                new SyncReceipt(purse, holder(purse).loads.size(), counter));
    }

    void restrict(String purse, PurseState state) {
        var holder = holder(purse);
        if (holder.state == PurseState.ACTIVE) {
            holder.state = state;
            holder.lostAt = state == PurseState.LOST ? Optional.of(timeline.instant()) : Optional.empty();
            tell(purse);
        }
    }

    void clear(String purse) {
        var holder = holder(purse);
        holder.state = PurseState.ACTIVE;
        holder.revokedIn = Optional.empty();
        tell(purse);
    }

    /// Makes the next revocation list.
    void publish() {
        var members = holders.entrySet().stream()
                .filter(each -> each.getValue().state != PurseState.ACTIVE)
                .map(Map.Entry::getKey)
                .toList();
        list = RevocationList.of(list.number() + 1, timeline.instant(), members);
        feed.tell(new PurseFact.RevocationList(list.number(), list.at()));
        for (var purse : members) {
            if (holder(purse).revokedIn.isEmpty()) {
                holder(purse).revokedIn = Optional.of(list.number());
                tell(purse);
            }
        }
    }

    /// Gives back what is left of loads that nobody has closed.
    void releaseOpen() {
        holders.forEach((purse, holder) -> holder.open()
                .ifPresent(load -> feed.submit(new Input.Released(timeline.instant(), purse, load.number()))));
    }

    List<PurseFact.Load> loads() {
        return holders.values().stream()
                .flatMap(holder -> holder.loads.stream())
                .toList();
    }

    /// Records what ends the open load; false where the statement ends another one, or none is there.
    private boolean closed(Holder holder, Optional<Signed<Statement>> closing) {
        if (holder.open().isEmpty()) {
            return holder.loads.isEmpty()
                    || closing.filter(it -> ends(holder, it.content())).isPresent();
        }
        var load = holder.open().get();
        var statement = closing.map(Signed::content).filter(it -> it.load() == load.number() && it.closes());
        boolean right = statement.isPresent()
                && closing.get().isSignedBy(holder.device.key().verifying())
                && statement.get().counter() >= load.counter()
                && statement.get().balanceFen() <= load.amountFen();
        if (right) {
            var by = statement.get();
            var end = new PurseFact.Closing(by.counter(), by.head().hex(), by.balanceFen(), timeline.instant());
            var ended = load(holder.order.orElseThrow().content(), load.reserve(), Optional.of(end), 2);
            holder.loads.set(load.number() - 1, ended);
            holder.remainderTaken = false;
            feed.tell(ended);
        }
        return right;
    }

    private static boolean ends(Holder holder, Statement statement) {
        var closing = holder.loads.getLast().closing().orElseThrow();
        return statement.load() == holder.loads.size()
                && statement.counter() == closing.counter()
                && statement.head().hex().equals(closing.head());
    }

    /// Of the last load, as far as it is still there: vouchers of a chip's double may have come first.
    private long takeRemainderFen(Holder holder) {
        var last = holder.loads.getLast();
        if (holder.remainderTaken) {
            return 0;
        }
        holder.remainderTaken = true;
        return Math.min(last.closing().orElseThrow().remainderFen(), feed.bank.accounts.balanceFen(last.reserve()));
    }

    private static PurseFact.Load load(
            LoadOrder order, String reserve, Optional<PurseFact.Closing> closing, long version) {
        var limits = order.limits();
        return new PurseFact.Load(
                order.purse(),
                order.load(),
                reserve,
                order.amountFen(),
                order.counter(),
                order.head().hex(),
                new PurseFact.Limits(
                        limits.policy(),
                        limits.balanceFen(),
                        limits.singleFen(),
                        limits.singleWithPinFen(),
                        limits.payments(),
                        limits.totalFen(),
                        limits.poweredOffPayments(),
                        limits.poweredOffFen()),
                closing,
                version);
    }

    private Holder holder(String purse) {
        return Optional.ofNullable(holders.get(purse)).orElseThrow();
    }

    private void tell(String purse) {
        var holder = holder(purse);
        holder.version++;
        feed.tell(new PurseFact.Purse(
                purse,
                World.wallet(purse),
                "person",
                "0001",
                holder.state,
                holder.device.chains().stream().map(world::fact).toList(),
                holder.revokedIn,
                holder.lostAt,
                holder.version));
    }
}
