package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.CapGroup;
import cn.jiaozi.ledger.account.Member;
import cn.jiaozi.ledger.shard.OwnSlots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that a batch may touch, in memory: what was read under the shard's lock, and what the decisions so far
/// have made of it. A later request of the batch sees what an earlier one did.
final class Book {
    private final OwnSlots own;
    private final Instant at;
    private final Shard start;
    private Shard shard;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, CapGroup> groups = new HashMap<>();
    private final Map<StepId, Hold> holds = new HashMap<>();
    private final Map<StepId, Original> originals = new HashMap<>();
    private final Map<StepId, Outcome> outcomes = new HashMap<>();
    private final Map<Step, StepId> accepted = new HashMap<>();

    private final Map<Long, Account> changedAccounts = new LinkedHashMap<>();
    private final Map<Long, Account> constrainedAccounts = new LinkedHashMap<>();
    private final Map<Long, CapGroup> changedGroups = new LinkedHashMap<>();
    private final Map<Long, Hold> changedHolds = new LinkedHashMap<>();
    private final List<Original> reversed = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Outcome> decided = new ArrayList<>();

    private record Step(String businessId, String step) {
        static Step of(StepId id) {
            return new Step(id.businessId(), id.step());
        }
    }

    Book(OwnSlots own, Shard shard, Shard.Moment moment) {
        this.own = own;
        this.at = moment.at();
        this.start = shard;
        this.shard = shard.on(moment.day());
    }

    // What was read.

    Book knowing(Collection<Outcome> read) {
        read.forEach(this::know);
        return this;
    }

    Book holding(Collection<Hold> read) {
        read.forEach(hold -> holds.put(hold.id(), hold));
        return this;
    }

    Book reversing(Collection<Original> read) {
        read.forEach(original -> originals.put(original.id(), original));
        return this;
    }

    Book with(Collection<Account> read) {
        read.forEach(account -> accounts.put(account.address(), account));
        return this;
    }

    /// With what they hold.
    Book grouped(Collection<CapGroup> read) {
        read.forEach(group -> groups.put(group.name(), group));
        return this;
    }

    private void know(Outcome outcome) {
        var id = outcome.request().id();
        outcomes.put(id, outcome);
        if (!outcome.rejected()) {
            accepted.put(Step.of(id), id);
        }
    }

    // What a decision asks.

    Instant at() {
        return at;
    }

    Shard shard() {
        return shard;
    }

    /// Whether an account or a cap group lies on this shard, be it there or not.
    boolean keeps(String address) {
        return own.keeps(address);
    }

    @Nullable
    Outcome outcome(StepId id) {
        return outcomes.get(id);
    }

    boolean hasAccepted(StepId id) {
        return accepted.containsKey(Step.of(id));
    }

    @Nullable
    Account account(String address) {
        return accounts.get(address);
    }

    @Nullable
    CapGroup group(String name) {
        return groups.get(name);
    }

    @Nullable
    Hold hold(StepId id) {
        return holds.get(id);
    }

    @Nullable
    Original original(StepId id) {
        return originals.get(id);
    }

    // What a decision changes.

    void moveTo(Shard next) {
        shard = next;
    }

    void put(Account account) {
        accounts.put(account.address(), account);
        changedAccounts.put(account.id(), account);
    }

    void constrain(Account account) {
        put(account);
        constrainedAccounts.put(account.id(), account);
    }

    void put(CapGroup group) {
        groups.put(group.name(), group);
    }

    void reshape(CapGroup group) {
        put(group);
        changedGroups.put(group.id(), group);
    }

    void put(Hold hold) {
        holds.put(hold.id(), hold);
        changedHolds.put(hold.height(), hold);
    }

    void reverse(Original original) {
        var done = original.reverse();
        originals.put(done.id(), done);
        reversed.add(done);
    }

    void add(Entry entry) {
        entries.add(entry);
        originals.put(entry.id(), Original.of(entry));
    }

    Outcome decide(Outcome outcome) {
        know(outcome);
        decided.add(outcome);
        return outcome;
    }

    // What is to be written.

    boolean changed() {
        return !shard.equals(start) || !changedAccounts.isEmpty() || !changedGroups.isEmpty();
    }

    /// The stamp under which all of this was read.
    long stamp() {
        return start.stamp();
    }

    /// All accounts that were read, as they stand now.
    List<Member> standing() {
        return accounts.values().stream()
                .map(account -> new Member(account, account.group().map(groups::get)))
                .toList();
    }

    Collection<Account> openedAccounts() {
        return changedAccounts.values().stream().filter(this::isOpenedHere).toList();
    }

    Collection<Account> movedAccounts() {
        return changedAccounts.values().stream()
                .filter(account -> !isOpenedHere(account))
                .toList();
    }

    private boolean isOpenedHere(Account account) {
        return account.id() > start.accountCount();
    }

    Collection<Account> constrainedAccounts() {
        return constrainedAccounts.values();
    }

    Collection<CapGroup> changedGroups() {
        return changedGroups.values();
    }

    Collection<Hold> changedHolds() {
        return changedHolds.values();
    }

    List<Original> reversed() {
        return reversed;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Outcome> decided() {
        return decided;
    }
}
