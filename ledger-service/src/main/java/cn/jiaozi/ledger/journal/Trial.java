package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject.Side;
import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.CapGroup;
import cn.jiaozi.ledger.journal.Entry.Line;
import cn.jiaozi.ledger.journal.Entry.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What one request would change, kept apart from the book until all of it has passed: an entry is accepted whole or
/// leaves nothing behind, the accounts that it would have opened included.
final class Trial {
    private final Book book;
    private Shard shard;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, CapGroup> groups = new LinkedHashMap<>();
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /// @param address the account that stood in the way, if one did
    record Refusal(Reason reason, Optional<String> address) {
        Refusal(Reason reason, String address) {
            this(reason, Optional.of(address));
        }
    }

    Trial(Book book) {
        this.book = book;
        this.shard = book.shard();
    }

    Optional<Account> account(String address) {
        return Optional.ofNullable(accounts.get(address)).or(() -> book.account(address));
    }

    private Optional<CapGroup> group(String name) {
        return Optional.ofNullable(groups.get(name)).or(() -> book.group(name));
    }

    /// Opens what is not there yet. An account that is there must have the shape that is asked for, its floor aside:
    /// constraints change that.
    ///
    /// @return the first field in which an existing account differs
    Optional<String> open(String path, List<AccountSpec> specs) {
        for (int i = 0; i < specs.size(); i++) {
            var spec = specs.get(i);
            var existing = account(spec.address());
            if (existing.isEmpty()) {
                open(spec);
                continue;
            }
            var shape = existing.get().shape();
            var difference = Difference.between(shape, withFloorOf(shape, spec));
            if (difference.isPresent()) {
                return Optional.of(path + "[" + i + "]." + difference.get());
            }
        }
        return Optional.empty();
    }

    private static AccountSpec withFloorOf(AccountSpec shape, AccountSpec spec) {
        return new AccountSpec(
                spec.address(),
                spec.subject(),
                spec.operator(),
                spec.branchCode(),
                spec.owner(),
                shape.floorFen(),
                spec.group());
    }

    private void open(AccountSpec spec) {
        spec.group().ifPresent(this::groupNamed);
        shard = shard.withAccount();
        accounts.put(spec.address(), Account.open(shard.accountCount(), spec, shard.height()));
    }

    private CapGroup groupNamed(String name) {
        return group(name).orElseGet(() -> {
            shard = shard.withGroup();
            var group = CapGroup.uncapped(shard.groupCount(), name, shard.height());
            groups.put(name, group);
            return group;
        });
    }

    void cap(String name, Optional<Long> capFen, long version) {
        var group = groupNamed(name);
        if (version > group.version()) {
            groups.put(name, group.cap(capFen, version, shard.height()));
        }
    }

    /// Moves the legs in their order, each seeing what those before it have moved.
    Optional<Refusal> move(EntryKind kind, List<LegSpec> legs) {
        for (var leg : legs) {
            var refusal = kind.isChecked() ? refusal(kind, leg) : Optional.<Refusal>empty();
            if (refusal.isPresent()) {
                return refusal;
            }
            int legNo = transfers.size() + 1;
            transfers.add(new Transfer(
                    legNo, known(leg.debit()).id(), known(leg.credit()).id(), leg.amountFen(), leg.mayExceedCap()));
            move(kind, legNo, Side.DEBIT, leg);
            move(kind, legNo, Side.CREDIT, leg);
        }
        return Optional.empty();
    }

    private void move(EntryKind kind, int legNo, Side side, LegSpec leg) {
        var before = known(address(leg, side));
        var after = before.move(side, turnover -> kind.move(turnover, leg.amountFen()));
        accounts.put(after.address(), after);
        groupOf(after)
                .ifPresent(group -> groups.put(group.name(), group.use(after.countedFen() - before.countedFen())));
        if (kind.isPosted()) {
            lines.add(new Line(after.id(), legNo, side, leg.amountFen(), after.balanceFen()));
        }
    }

    private Optional<Refusal> refusal(EntryKind kind, LegSpec leg) {
        return firstSide(
                        Reason.INSUFFICIENT_FUNDS,
                        leg,
                        side -> account(leg, side).lacks(side, leg.amountFen()))
                .or(() -> firstSide(Reason.BALANCE_CAP_EXCEEDED, leg, side -> exceedsCap(kind, leg, side)))
                .or(() -> firstSide(Reason.AMOUNT_OVERFLOW, leg, side -> overflows(kind, leg, side)));
    }

    private static Optional<Refusal> firstSide(Reason reason, LegSpec leg, Predicate<Side> stands) {
        return Arrays.stream(Side.values())
                .filter(stands)
                .findFirst()
                .map(side -> new Refusal(reason, address(leg, side)));
    }

    private boolean exceedsCap(EntryKind kind, LegSpec leg, Side side) {
        return !leg.mayExceedCap()
                && groupOf(account(leg, side))
                        .filter(group -> group.isExceededBy(raise(kind, leg, group)))
                        .isPresent();
    }

    private boolean overflows(EntryKind kind, LegSpec leg, Side side) {
        var account = account(leg, side);
        return !account.side(side).hasRoomFor(leg.amountFen())
                || groupOf(account)
                        .filter(group -> !group.hasRoomFor(raise(kind, leg, group)))
                        .isPresent();
    }

    /// What the leg adds to a group; nothing when both of its accounts are members and the money stays inside.
    private long raise(EntryKind kind, LegSpec leg, CapGroup group) {
        long raise = 0;
        for (var side : Side.values()) {
            var account = account(leg, side);
            if (!account.group().equals(Optional.of(group.name()))) {
                continue;
            }
            if (account.raises(side)) {
                raise += leg.amountFen();
            } else if (kind == EntryKind.POST) {
                raise -= leg.amountFen();
            }
        }
        return raise;
    }

    private Optional<CapGroup> groupOf(Account account) {
        return account.group().flatMap(this::group);
    }

    private Account account(LegSpec leg, Side side) {
        return known(address(leg, side));
    }

    private Account known(String address) {
        return account(address).orElseThrow(() -> new IllegalStateException("unknown account " + address));
    }

    static String address(LegSpec leg, Side side) {
        return switch (side) {
            case DEBIT -> leg.debit();
            case CREDIT -> leg.credit();
        };
    }

    /// Makes the changes the book's.
    void keep() {
        book.moveTo(shard);
        accounts.values().forEach(book::put);
        groups.values().forEach(book::put);
    }

    /// Makes the changes the book's, as an entry at the next height.
    Entry keepAs(EntryKind kind, StepId id, EntrySpec content, Optional<Long> holdHeight) {
        shard = shard.withEntry();
        keep();
        var entry = new Entry(
                shard.height(), id, kind, content, transfers, lines, shard.accountingDate(), book.at(), holdHeight);
        book.add(entry);
        return entry;
    }
}
