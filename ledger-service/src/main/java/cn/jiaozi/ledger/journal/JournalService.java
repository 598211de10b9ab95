package cn.jiaozi.ledger.journal;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Processors;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.ledger.account.AccountStore;
import cn.jiaozi.ledger.account.Member;
import cn.jiaozi.ledger.chain.Block;
import cn.jiaozi.ledger.chain.ChainStore;
import cn.jiaozi.ledger.chain.Operator;
import cn.jiaozi.ledger.shard.OwnSlots;
import cn.jiaozi.sdk.receipt.Hash;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// One batch, one transaction: lock, read, decide all of it in memory, write, close the block, announce.
@Service
public class JournalService {
    private final JournalStore journal;
    private final HoldStore holds;
    private final OriginalStore originals;
    private final AccountStore accounts;
    private final ChainStore chain;
    private final Operator operator;
    private final Outbox outbox;
    private final Memory memory;
    private final JournalMetrics metrics;
    private final OwnSlots own;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    JournalService(
            JournalStore journal,
            HoldStore holds,
            OriginalStore originals,
            AccountStore accounts,
            ChainStore chain,
            Operator operator,
            Outbox outbox,
            Memory memory,
            JournalMetrics metrics,
            OwnSlots own,
            Clock clock) {
        this.journal = journal;
        this.holds = holds;
        this.originals = originals;
        this.accounts = accounts;
        this.chain = chain;
        this.operator = operator;
        this.outbox = outbox;
        this.memory = memory;
        this.metrics = metrics;
        this.own = own;
        this.clock = clock;
    }

    @Transactional
    public Mono<Void> decide(List<LedgerRequest> requests) {
        return journal.lockShard()
                .map(shard -> new Book(own, shard, moment()))
                .flatMap(book -> read(book, Needs.of(requests)))
                .flatMap(book -> write(book, decide(book, requests)));
    }

    /// Ends the accounting day when midnight is over and no batch has come to do so.
    @Transactional
    public Mono<Void> cut() {
        return journal.lockShard().map(shard -> new Book(own, shard, moment())).flatMap(this::append);
    }

    /// Ends an accounting day before its midnight; nothing where it has ended.
    @Transactional
    public Mono<Void> cut(LocalDate day) {
        var at = clock.instant();
        return journal.lockShard()
                .map(shard -> new Book(own, shard, new Shard.Moment(at, day.plusDays(1))))
                .flatMap(this::append);
    }

    /// What was said of entries, for those who keep copies of them.
    ///
    /// @param after a height, or nothing at the beginning
    @Transactional
    Mono<Page> reannounce(Instant since, String after, int atMost) {
        var from = after.isEmpty() ? journal.heightAt(since) : Mono.just(Long.parseLong(after));
        return from.flatMap(height -> journal.told(height, atMost))
                .filter(told -> !told.isEmpty())
                .flatMap(told -> outbox.announce(told.stream()
                                .map(each -> new Announcement(
                                        Topics.LEDGER, each.businessId(), new Announcement.Written(each.answer())))
                                .toList())
                        .thenReturn(new Page(Long.toString(told.getLast().height()), told.size())));
    }

    /// Taken behind the lock, so that times rise with heights.
    private Shard.Moment moment() {
        var at = clock.instant();
        return new Shard.Moment(at, BusinessTime.dayOf(at));
    }

    private Mono<Book> read(Book book, Needs needs) {
        return journal.outcomes(needs.steps())
                .map(book::knowing)
                .then(Mono.defer(() -> holds.find(needs.holds())))
                .doOnNext(found -> book.holding(found))
                .map(needs::withHeld)
                .then(Mono.defer(() -> originals.find(needs.originals())))
                .doOnNext(found -> book.reversing(found))
                .map(needs::withReversed)
                .flatMap(all -> members(book, all)
                        .flatMap(members -> accounts.groups(all.groups()).map(named -> new Groups(members, named))))
                .flatMap(groups -> accounts.members(groups.unknown()).map(groups::with))
                .map(groups -> book.with(groups.accounts()).grouped(groups.held()));
    }

    private Mono<List<Member>> members(Book book, Needs needs) {
        var known = memory.recall(book.stamp(), needs.addresses());
        return accounts.find(needs.addressesWithout(known))
                .map(found -> Stream.concat(known.stream(), found.stream()).toList());
    }

    private static List<Decision> decide(Book book, List<LedgerRequest> requests) {
        var posting = new Posting(book);
        return requests.stream().map(posting::decide).toList();
    }

    /// The statements are sent one behind the other without waiting for answers, and are executed in this order: while
    /// the database works at one, the next is being put into words. One that fails makes the rest fail.
    private Mono<Void> write(Book book, List<Decision> decisions) {
        return Mono.when(append(book), Mono.defer(() -> writeAccounts(book)), Mono.defer(() -> say(book, decisions)))
                .then(AfterCommit.run(() -> metrics.record(book.entries(), decisions)));
    }

    private Mono<Void> writeAccounts(Book book) {
        return Mono.when(
                accounts.move(book.movedAccounts()),
                accounts.save(book.changedGroups()),
                accounts.open(book.openedAccounts(), book.at()),
                accounts.constrain(book.constrainedAccounts()),
                holds.save(book.changedHolds()),
                originals.reverse(book.reversed()));
    }

    private Mono<Void> say(Book book, List<Decision> decisions) {
        var said = Processors.map(decisions, Said::of);
        return Mono.when(
                journal.remember(Said.first(said), book.at()),
                outbox.announce(said.stream().map(Said::told).toList()));
    }

    private Mono<Void> append(Book book) {
        if (!book.changed()) {
            return Mono.empty();
        }
        var shard = book.shard().stamped(random.nextLong());
        var entries = book.entries();
        return journal.append(shard, entries, book.at())
                .then(entries.isEmpty() ? Mono.empty() : Mono.defer(() -> chain.append(block(book))))
                .then(AfterCommit.run(() -> memory.keep(book.stamp(), shard.stamp(), book.standing())));
    }

    private Block block(Book book) {
        var facts = book.entries().stream().map(Entry::fact).toList();
        return Block.close(book.shard().chain(), facts, book.at(), secret(), operator);
    }

    private Hash secret() {
        var secret = new byte[Hash.LENGTH];
        random.nextBytes(secret);
        return Hash.of(secret);
    }
}
