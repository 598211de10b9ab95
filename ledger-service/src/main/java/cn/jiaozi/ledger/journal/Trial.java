package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject.Side;
import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.CapGroup;
import cn.jiaozi.ledger.account.Turnover;
import cn.jiaozi.ledger.journal.Content.Leg;
import cn.jiaozi.ledger.journal.Entry.Transfer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one request would change, kept apart from the book until all of it has passed: an entry is accepted whole or
/// leaves nothing behind, the accounts that it would have opened included.
///
/// It runs once for every leg of every payment, so it is written with loops and nulls where a stream would be nicer.
final class Trial {
    private final Book book;
    private Shard shard;
    private final Map<String, Account> accounts = new LinkedHashMap<>(4);
    private final Map<String, CapGroup> groups = new LinkedHashMap<>(4);
    private final Set<String> reshaped = new HashSet<>(2);
    private final List<Transfer> transfers = new ArrayList<>(2);
    private final List<Leg> moved = new ArrayList<>(2);

    /// @param address the account that stood in the way, if one did
    record Refusal(Reason reason, Optional<String> address) {
        Refusal(Reason reason) {
            this(reason, Optional.empty());
        }

        Refusal(Reason reason, String address) {
            this(reason, Optional.of(address));
        }
    }

    Trial(Book book) {
        this.book = book;
        this.shard = book.shard();
    }

    @Nullable
    Account account(String address) {
        var changed = accounts.get(address);
        return changed != null ? changed : book.account(address);
    }

    private @Nullable CapGroup group(String name) {
        var changed = groups.get(name);
        return changed != null ? changed : book.group(name);
    }

    /// Opens what is not there yet. An account that is there must have the shape that is asked for, its floor and cap
    /// aside: constraints change them.
    ///
    /// @return the first field in which an existing account differs
    Optional<String> open(String path, List<AccountSpec> specs) {
        for (int i = 0; i < specs.size(); i++) {
            var spec = specs.get(i);
            var existing = account(spec.address());
            if (existing == null) {
                open(spec);
                continue;
            }
            var shape = existing.shape();
            var difference = Difference.between(shape, withConstraintsOf(shape, spec));
            if (difference.isPresent()) {
                return Optional.of(path + "[" + i + "]." + difference.get());
            }
        }
        return Optional.empty();
    }

    private static AccountSpec withConstraintsOf(AccountSpec shape, AccountSpec spec) {
        return new AccountSpec(
                spec.address(),
                spec.subject(),
                spec.operator(),
                spec.branchCode(),
                spec.owner(),
                shape.floorFen(),
                spec.group(),
                shape.capFen());
    }

    private void open(AccountSpec spec) {
        spec.group().ifPresent(name -> reshape(groupNamed(name).withMember()));
        shard = shard.withAccount();
        accounts.put(spec.address(), Account.open(shard.accountCount(), spec, shard.height()));
    }

    private CapGroup groupNamed(String name) {
        var known = group(name);
        if (known != null) {
            return known;
        }
        shard = shard.withGroup();
        return reshape(CapGroup.uncapped(shard.groupCount(), name, shard.height()));
    }

    void cap(String name, Optional<Long> capFen, long version) {
        var group = groupNamed(name);
        if (version > group.version()) {
            reshape(group.cap(capFen, version, shard.height()));
        }
    }

    private CapGroup reshape(CapGroup group) {
        groups.put(group.name(), group);
        reshaped.add(group.name());
        return group;
    }

    /// Moves what is asked for, leg by leg, each seeing what those before it have moved.
    ///
    /// @return why the entry cannot be, or null
    @Nullable
    Refusal enter(EntryKind kind, List<LegSpec> specs) {
        var targets = new long[specs.size()];
        var amounts = new long[specs.size()];
        for (int i = 0; i < specs.size(); i++) {
            var spec = specs.get(i);
            targets[i] = spec.amountFen();
            if (spec.restOf().isPresent()) {
                int of = spec.restOf().get() - 1;
                targets[i] = targets[of] - amounts[of];
            }
            amounts[i] = targets[i];
            if (spec.upTo().isPresent()) {
                var upTo = spec.upTo().get();
                amounts[i] = Math.min(targets[i], known(spec.debit()).spareFen(Side.DEBIT, upTo.leaveFen()));
                if (amounts[i] < Math.min(targets[i], upTo.atLeastFen())) {
                    return new Refusal(Reason.INSUFFICIENT_FUNDS, spec.debit());
                }
            }
            if (amounts[i] > 0) {
                var refusal = check(kind, new Leg(spec.debit(), taker(spec), amounts[i], spec.mayExceedCap()));
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return transfers.isEmpty()
                ? new Refusal(Reason.INSUFFICIENT_FUNDS, specs.getFirst().debit())
                : null;
    }

    /// The account that is credited: the other one where the first is closed.
    String taker(LegSpec spec) {
        if (spec.elseTo().isEmpty()) {
            return spec.credit();
        }
        var credit = account(spec.credit());
        return credit != null && credit.isClosed() ? spec.elseTo().get() : spec.credit();
    }

    /// Ends a hold: posts these amounts of its legs, none where nothing is given, and releases all that was held.
    void end(EntryKind kind, List<Leg> held, Optional<List<Long>> amountsFen) {
        for (int i = 0; i < held.size(); i++) {
            var leg = held.get(i);
            long amountFen = amountsFen.isPresent() ? amountsFen.get().get(i) : leg.amountFen();
            move(kind, leg.debit(), Side.DEBIT, amountFen, leg.amountFen());
            move(kind, leg.credit(), Side.CREDIT, amountFen, leg.amountFen());
            if (amountFen > 0) {
                record(new Leg(leg.debit(), leg.credit(), amountFen, leg.mayExceedCap()));
            }
        }
    }

    private @Nullable Refusal check(EntryKind kind, Leg leg) {
        var debit = known(leg.debit());
        var credit = known(leg.credit());
        var refusal = refusal(kind, leg, debit, credit);
        if (refusal != null) {
            return refusal;
        }
        move(kind, leg.debit(), Side.DEBIT, leg.amountFen(), leg.amountFen());
        move(kind, leg.credit(), Side.CREDIT, leg.amountFen(), leg.amountFen());
        record(leg);
        return null;
    }

    private void move(EntryKind kind, String address, Side side, long amountFen, long heldFen) {
        var before = known(address);
        var after = before.with(side, moved(kind, before.side(side), amountFen, heldFen));
        accounts.put(address, after);
        if (after.group().isPresent()) {
            var group = group(after.group().get());
            if (group != null) {
                groups.put(group.name(), group.use(after.countedFen() - before.countedFen()));
            }
        }
    }

    private static Turnover moved(EntryKind kind, Turnover turnover, long amountFen, long heldFen) {
        return switch (kind) {
            case POST, REVERSE -> turnover.post(amountFen);
            case HOLD -> turnover.hold(amountFen);
            case CAPTURE -> turnover.capture(amountFen, heldFen);
            case VOID, EXPIRE -> turnover.release(heldFen);
        };
    }

    private void record(Leg leg) {
        var debit = known(leg.debit());
        var credit = known(leg.credit());
        moved.add(leg);
        transfers.add(new Transfer(
                transfers.size() + 1,
                debit.id(),
                credit.id(),
                leg.amountFen(),
                leg.mayExceedCap(),
                debit.balanceFen(),
                credit.balanceFen()));
    }

    private @Nullable Refusal refusal(EntryKind kind, Leg leg, Account debit, Account credit) {
        long amountFen = leg.amountFen();
        if (debit.lacks(Side.DEBIT, amountFen)) {
            return new Refusal(Reason.INSUFFICIENT_FUNDS, leg.debit());
        }
        if (credit.lacks(Side.CREDIT, amountFen)) {
            return new Refusal(Reason.INSUFFICIENT_FUNDS, leg.credit());
        }
        if (!leg.mayExceedCap()) {
            if (groupExceeded(kind, leg, debit, debit, credit)) {
                return new Refusal(Reason.BALANCE_CAP_EXCEEDED, leg.debit());
            }
            if (credit.isExceededBy(amountFen) || groupExceeded(kind, leg, credit, debit, credit)) {
                return new Refusal(Reason.BALANCE_CAP_EXCEEDED, leg.credit());
            }
        }
        if (!debit.debits().hasRoomFor(amountFen) || groupOverflows(kind, leg, debit, debit, credit)) {
            return new Refusal(Reason.AMOUNT_OVERFLOW, leg.debit());
        }
        if (!credit.credits().hasRoomFor(amountFen) || groupOverflows(kind, leg, credit, debit, credit)) {
            return new Refusal(Reason.AMOUNT_OVERFLOW, leg.credit());
        }
        return null;
    }

    private boolean groupExceeded(EntryKind kind, Leg leg, Account of, Account debit, Account credit) {
        var group = groupOf(of);
        return group != null && group.isExceededBy(raise(kind, leg, group, debit, credit));
    }

    private boolean groupOverflows(EntryKind kind, Leg leg, Account of, Account debit, Account credit) {
        var group = groupOf(of);
        return group != null && !group.hasRoomFor(raise(kind, leg, group, debit, credit));
    }

    private @Nullable CapGroup groupOf(Account account) {
        return account.group().isPresent() ? group(account.group().get()) : null;
    }

    /// What the leg adds to a group; nothing when both of its accounts are members and the money stays inside.
    private static long raise(EntryKind kind, Leg leg, CapGroup group, Account debit, Account credit) {
        return raise(kind, leg, group, debit, Side.DEBIT) + raise(kind, leg, group, credit, Side.CREDIT);
    }

    private static long raise(EntryKind kind, Leg leg, CapGroup group, Account account, Side side) {
        if (account.group().isEmpty() || !account.group().get().equals(group.name())) {
            return 0;
        }
        if (account.raises(side)) {
            return leg.amountFen();
        }
        return kind == EntryKind.HOLD ? 0 : -leg.amountFen();
    }

    private Account known(String address) {
        var account = account(address);
        if (account == null) {
            throw new IllegalStateException("unknown account " + address);
        }
        return account;
    }

    List<Leg> moved() {
        return moved;
    }

    /// Makes the changes the book's.
    void keep() {
        book.moveTo(shard);
        accounts.values().forEach(book::put);
        for (var group : groups.values()) {
            if (reshaped.contains(group.name())) {
                book.reshape(group);
            } else {
                book.put(group);
            }
        }
    }

    /// Makes the changes the book's, as an entry at the next height.
    Entry keepAs(EntryKind kind, StepId id, Content content, Optional<Long> refHeight) {
        shard = shard.withEntry();
        keep();
        var entry =
                new Entry(shard.height(), id, kind, content, transfers, shard.accountingDate(), book.at(), refHeight);
        book.add(entry);
        return entry;
    }
}
