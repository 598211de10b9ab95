package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.CapGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a batch leaves in the tables, in their shape: legs by the numbers of accounts, holds and reversals by heights,
/// requests, answers, accounts and groups as JSON.
final class Rows {
    private final List<String> accounts = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final Map<Long, EntryRow> entries = new LinkedHashMap<>();
    private final Map<Long, HoldRow> holds = new LinkedHashMap<>();
    private final Set<Long> reversals = new HashSet<>();
    private final Map<StepId, List<OutcomeRow>> outcomes = new HashMap<>();

    private record EntryRow(
            String businessId,
            String step,
            int attempt,
            String kind,
            String txType,
            String payerOperator,
            String payeeOperator,
            String branchCode,
            Instant requestedAt,
            Instant authorizedAt,
            List<Entry.Transfer> legs) {}

    private record HoldRow(String state, Optional<Long> endedHeight, Optional<Instant> expiresAt) {}

    private record OutcomeRow(String request, String answer) {}

    void write(Book book) {
        book.entries().forEach(entry -> entries.put(entry.height(), row(entry)));
        book.changedHolds()
                .forEach(hold -> holds.put(
                        hold.height(), new HoldRow(hold.state().name(), hold.endedHeight(), hold.expiresAt())));
        book.reversed().forEach(original -> reversals.add(original.height()));
        book.decided()
                .forEach(outcome -> outcomes.computeIfAbsent(
                                LedgerInMemory.step(outcome.request().id()), _ -> new ArrayList<>())
                        .add(new OutcomeRow(Json.write(outcome.request()), Json.write(outcome.answer()))));
    }

    void write(Collection<Account> allAccounts, Collection<CapGroup> allGroups) {
        accounts.clear();
        allAccounts.forEach(account -> accounts.add(Json.write(account)));
        groups.clear();
        allGroups.forEach(group -> groups.add(Json.write(group)));
    }

    /// All attempts of a step.
    List<Outcome> outcomes(StepId step) {
        var read = new ArrayList<Outcome>();
        for (var row : outcomes.getOrDefault(step, List.of())) {
            read.add(new Outcome(
                    Json.read(row.request(), LedgerRequest.class), Json.read(row.answer(), LedgerEvent.class)));
        }
        return read;
    }

    private static EntryRow row(Entry entry) {
        var content = entry.content();
        return new EntryRow(
                entry.id().businessId(),
                entry.id().step(),
                entry.id().attempt(),
                entry.kind().name(),
                content.txType().name(),
                content.payerOperator(),
                content.payeeOperator(),
                content.branchCode(),
                content.requestedAt(),
                content.authorizedAt(),
                entry.transfers());
    }

    void readInto(
            Map<String, Account> accountsRead,
            Map<String, CapGroup> groupsRead,
            Map<StepId, Hold> holdsRead,
            Map<StepId, Original> originalsRead) {
        var addresses = new LinkedHashMap<Long, String>();
        for (var row : accounts) {
            var account = Json.read(row, Account.class);
            accountsRead.put(account.address(), account);
            addresses.put(account.id(), account.address());
        }
        for (var row : groups) {
            var group = Json.read(row, CapGroup.class);
            groupsRead.put(group.name(), group);
        }
        entries.forEach((height, row) -> {
            var original = original(height, row, addresses);
            originalsRead.put(original.id(), original);
            var held = holds.get(height);
            if (held != null) {
                holdsRead.put(original.id(), hold(original, held));
            }
        });
    }

    private static Hold hold(Original original, HoldRow row) {
        return new Hold(
                original.id(),
                original.height(),
                original.content(),
                row.expiresAt(),
                HoldState.valueOf(row.state()),
                row.endedHeight());
    }

    private Original original(long height, EntryRow row, Map<Long, String> addresses) {
        var legs = row.legs().stream()
                .map(leg -> new Content.Leg(
                        requireNonNull(addresses.get(leg.debitAccount())),
                        requireNonNull(addresses.get(leg.creditAccount())),
                        leg.amountFen(),
                        leg.mayExceedCap()))
                .toList();
        return new Original(
                new StepId(row.businessId(), row.step(), row.attempt()),
                height,
                EntryKind.valueOf(row.kind()),
                new Content(
                        TxType.valueOf(row.txType()),
                        row.payerOperator(),
                        row.payeeOperator(),
                        row.branchCode(),
                        legs,
                        row.requestedAt(),
                        row.authorizedAt()),
                reversals.contains(height));
    }
}
