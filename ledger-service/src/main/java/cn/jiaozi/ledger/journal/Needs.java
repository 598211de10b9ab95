package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.account.Member;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What has to be read before a batch can be decided.
record Needs(Set<StepId> steps, Set<StepId> holds, Set<StepId> originals, Set<String> addresses, Set<String> groups) {
    static Needs of(Collection<LedgerRequest> requests) {
        var needs = new Needs(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        requests.forEach(needs::add);
        return needs;
    }

    private void add(LedgerRequest request) {
        steps.add(request.id());
        switch (request) {
            case LedgerRequest.OpenAccounts open -> addOpened(open.accounts());
            case LedgerRequest.ConstrainAccount constrain -> addresses.add(constrain.address());
            case LedgerRequest.CloseAccount close -> addresses.add(close.address());
            case LedgerRequest.SetCap cap -> groups.add(cap.group());
            case LedgerRequest.PostEntry post -> addEntry(post.entry());
            case LedgerRequest.HoldEntry hold -> addEntry(hold.entry());
            case LedgerRequest.CaptureHold capture -> holds.add(capture.hold());
            case LedgerRequest.VoidHold release -> holds.add(release.hold());
            case LedgerRequest.ExpireHold expire -> holds.add(expire.hold());
            case LedgerRequest.ReverseEntry reverse -> originals.add(reverse.entry());
        }
    }

    private void addEntry(EntrySpec entry) {
        addOpened(entry.opens());
        for (LegSpec leg : entry.legs()) {
            addresses.add(leg.debit());
            addresses.add(leg.credit());
            leg.elseTo().ifPresent(addresses::add);
        }
    }

    private void addOpened(List<AccountSpec> accounts) {
        for (var account : accounts) {
            addresses.add(account.address());
            account.group().ifPresent(groups::add);
        }
    }

    /// The accounts on which the holds stand that were found.
    Needs withHeld(List<Hold> found) {
        found.forEach(hold -> add(hold.content()));
        return this;
    }

    /// The accounts that the reversals of the entries move that were found.
    Needs withReversed(List<Original> found) {
        found.forEach(original -> add(original.content()));
        return this;
    }

    /// The addresses of which something has to be read yet.
    Set<String> addressesWithout(Collection<Member> known) {
        var unknown = new HashSet<>(addresses);
        known.forEach(member -> unknown.remove(member.account().address()));
        return unknown;
    }

    private void add(Content content) {
        for (var leg : content.legs()) {
            addresses.add(leg.debit());
            addresses.add(leg.credit());
        }
    }
}
