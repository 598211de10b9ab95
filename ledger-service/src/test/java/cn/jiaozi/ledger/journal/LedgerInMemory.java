package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.ledger.LedgerFixture;
import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.CapGroup;
import cn.jiaozi.ledger.chain.ChainEnd;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The journal without a database: what a batch leaves is what the next one reads.
final class LedgerInMemory {
    private Shard shard = new Shard(0, LocalDate.of(2020, 1, 1), 0, 0, ChainEnd.START);
    private Instant now = LedgerFixture.NOON;
    private LocalDate today = LocalDate.of(2026, 11, 23);
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, CapGroup> groups = new LinkedHashMap<>();
    private final Map<Long, Hold> holds = new LinkedHashMap<>();
    private final Map<Long, Original> originals = new LinkedHashMap<>();
    private final Map<Object, Outcome> outcomes = new LinkedHashMap<>();
    private Book last = new Book(shard, new Shard.Moment(now, today));

    LedgerInMemory at(Instant moment, LocalDate day) {
        now = moment;
        today = day;
        return this;
    }

    List<Decision> batch(LedgerRequest... requests) {
        var book = new Book(shard, new Shard.Moment(now, today))
                .knowing(outcomes.values())
                .holding(holds.values())
                .reversing(originals.values())
                .with(accounts.values())
                .grouped(groups.values().stream().map(this::held).toList());
        var posting = new Posting(book);
        var decisions = Arrays.stream(requests).map(posting::decide).toList();
        book.openedAccounts().forEach(account -> accounts.put(account.address(), account));
        book.movedAccounts().forEach(account -> accounts.put(account.address(), account));
        book.changedGroups().forEach(group -> groups.put(group.name(), group));
        book.entries().forEach(entry -> originals.put(entry.height(), Original.of(entry)));
        book.reversed().forEach(original -> originals.put(original.height(), original));
        book.changedHolds().forEach(hold -> holds.put(hold.height(), hold));
        book.decided().forEach(outcome -> outcomes.put(outcome.request().id(), outcome));
        shard = book.shard();
        last = book;
        return decisions;
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
        return new CapGroup(
                group.id(), group.name(), group.capFen(), group.version(), group.height(), group.members(), usedFen);
    }

    Shard shard() {
        return shard;
    }

    Book lastBatch() {
        return last;
    }
}
