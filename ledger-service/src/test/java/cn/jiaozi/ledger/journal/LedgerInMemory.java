package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.LedgerFixture;
import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.CapGroup;
import cn.jiaozi.ledger.account.Member;
import cn.jiaozi.ledger.chain.ChainEnd;
import cn.jiaozi.ledger.shard.OwnSlots;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The journal without a database: what a batch leaves is what the next one reads.
final class LedgerInMemory {
    private Shard shard = new Shard(0, LocalDate.of(2020, 1, 1), 0, 0, ChainEnd.START, 0);
    private Instant now = LedgerFixture.NOON;
    private LocalDate today = LocalDate.of(2026, 11, 23);
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, CapGroup> groups = new LinkedHashMap<>();
    private final Map<StepId, Hold> holds = new LinkedHashMap<>();
    private final Map<StepId, Original> originals = new LinkedHashMap<>();
    private final Map<StepId, List<Outcome>> outcomes = new LinkedHashMap<>();
    private final List<Book> unwritten = new ArrayList<>();
    private final Rows rows = new Rows();
    private Memory memory = new Memory();
    private OwnSlots own = new OwnSlots(ShardMap.ONE, 0);
    private Book last = new Book(own, shard, new Shard.Moment(now, today));

    /// One of several shards from now on.
    LedgerInMemory as(OwnSlots part) {
        own = part;
        return this;
    }

    LedgerInMemory at(Instant moment, LocalDate day) {
        now = moment;
        today = day;
        return this;
    }

    List<Decision> batch(LedgerRequest... requests) {
        return batch(List.of(requests));
    }

    List<Decision> batch(List<LedgerRequest> requests) {
        var book = read(Needs.of(requests));
        var decisions = decide(book, requests);
        book.openedAccounts().forEach(account -> accounts.put(account.address(), account));
        book.movedAccounts().forEach(account -> accounts.put(account.address(), account));
        book.changedGroups().forEach(group -> groups.put(group.name(), group));
        book.entries().forEach(entry -> originals.put(entry.id(), Original.of(entry)));
        book.reversed().forEach(original -> originals.put(original.id(), original));
        book.changedHolds().forEach(hold -> holds.put(hold.id(), hold));
        book.decided().forEach(outcome -> attempts(outcome.request().id()).add(outcome));
        unwritten.add(book);
        shard = book.shard();
        if (book.changed()) {
            shard = shard.stamped(shard.stamp() + 1);
            memory.keep(book.stamp(), shard.stamp(), book.standing());
        }
        last = book;
        return decisions;
    }

    /// A batch is decided, and its transaction rolled back.
    void lose(List<LedgerRequest> requests) {
        decide(read(Needs.of(requests)), requests);
    }

    /// Everything is gone but for the rows.
    void restart() {
        unwritten.forEach(rows::write);
        unwritten.clear();
        rows.write(accounts.values(), groups.values());
        accounts.clear();
        groups.clear();
        holds.clear();
        originals.clear();
        outcomes.clear();
        memory = new Memory();
        rows.readInto(accounts, groups, holds, originals);
    }

    /// No more than the service reads.
    private Book read(Needs needs) {
        var steps = needs.steps().stream().map(LedgerInMemory::step).collect(Collectors.toSet());
        var held = found(holds, needs.holds());
        var reversible = found(originals, needs.withHeld(held).originals());
        var all = needs.withReversed(reversible);
        var members = new ArrayList<>(memory.recall(shard.stamp(), all.addresses()));
        found(accounts, all.addressesWithout(members)).forEach(account -> members.add(member(account)));
        var around = new Groups(members, found(groups, needs.groups()));
        var unknown = around.unknown();
        around.with(accounts.values().stream()
                .map(this::member)
                .filter(member -> member.group()
                        .filter(group -> unknown.contains(group.id()))
                        .isPresent())
                .toList());
        return new Book(own, shard, new Shard.Moment(now, today))
                .knowing(steps.stream().flatMap(step -> attempts(step).stream()).toList())
                .holding(held)
                .reversing(reversible)
                .with(around.accounts())
                .grouped(around.held());
    }

    private Member member(Account account) {
        return new Member(account, account.group().flatMap(name -> Optional.ofNullable(groups.get(name))));
    }

    private static List<Decision> decide(Book book, List<LedgerRequest> requests) {
        var posting = new Posting(book);
        return requests.stream().map(posting::decide).toList();
    }

    private List<Outcome> attempts(StepId id) {
        return outcomes.computeIfAbsent(step(id), rows::outcomes);
    }

    static StepId step(StepId id) {
        return StepId.first(id.businessId(), id.step());
    }

    private static <K, V> List<V> found(Map<K, V> all, Set<K> keys) {
        var found = new ArrayList<V>();
        for (var key : keys) {
            var value = all.get(key);
            if (value != null) {
                found.add(value);
            }
        }
        return found;
    }

    /// What is answered in one word: the reason of a rejection, the differing field of a conflict, or what was done.
    String say(LedgerRequest request) {
        return word(batch(request).getFirst().answer());
    }

    List<String> sayTogether(LedgerRequest... requests) {
        return batch(requests).stream()
                .map(Decision::answer)
                .map(LedgerInMemory::word)
                .toList();
    }

    static String word(LedgerEvent answer) {
        return switch (answer) {
            case LedgerEvent.Rejected rejected -> rejected.reason().name();
            case LedgerEvent.Conflicted conflicted -> "conflict " + conflicted.field();
            case LedgerEvent.AccountsOpened _ -> "opened";
            case LedgerEvent.Constrained _ -> "constrained";
            case LedgerEvent.AccountClosed _ -> "closed";
            case LedgerEvent.Posted _ -> "posted";
            case LedgerEvent.Expired _ -> "expired";
            case LedgerEvent.Reversed _ -> "reversed";
            case LedgerEvent.Held _ -> "held";
            case LedgerEvent.Captured _ -> "captured";
            case LedgerEvent.Voided _ -> "voided";
        };
    }

    void must(LedgerRequest... requests) {
        for (var answer : batch(requests)) {
            if (answer.answer() instanceof LedgerEvent.Rejected rejected) {
                throw new AssertionError("rejected: " + rejected.reason());
            }
        }
    }

    /// What the audit does.
    void quarantine(String address, boolean wrong) {
        shard = shard.stamped(shard.stamp() + 1);
        accounts.computeIfPresent(
                address,
                (_, account) -> new Account(
                        account.id(),
                        address,
                        account.subject(),
                        account.operator(),
                        account.branchCode(),
                        account.owner(),
                        account.group(),
                        account.constraint(),
                        account.closedHeight(),
                        wrong,
                        account.debits(),
                        account.credits()));
    }

    Account account(String address) {
        return Optional.ofNullable(accounts.get(address)).orElseThrow();
    }

    boolean has(String address) {
        return accounts.containsKey(address);
    }

    CapGroup group(String name) {
        return held(Optional.ofNullable(groups.get(name)).orElseThrow());
    }

    /// As it is read: what a group holds is not stored.
    private CapGroup held(CapGroup group) {
        long usedFen = accounts.values().stream()
                .filter(account -> account.group().equals(Optional.of(group.name())))
                .mapToLong(Account::countedFen)
                .sum();
        return group.holding(usedFen);
    }

    Shard shard() {
        return shard;
    }

    Book lastBatch() {
        return last;
    }
}
