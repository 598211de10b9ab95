package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What has to be read before a batch can be decided.
record Needs(Set<StepId> steps, Set<StepId> holds, Set<String> addresses, Set<String> groups) {
    static Needs of(Collection<LedgerRequest> requests) {
        var needs = new Needs(new HashSet<>(), new HashSet<>(), new TreeSet<>(), new TreeSet<>());
        requests.forEach(needs::add);
        return needs;
    }

    private void add(LedgerRequest request) {
        steps.add(request.id());
        switch (request) {
            case LedgerRequest.OpenAccounts open -> addOpened(open.accounts());
            case LedgerRequest.ConstrainAccount constrain -> addresses.add(constrain.address());
            case LedgerRequest.SetCap cap -> groups.add(cap.group());
            case LedgerRequest.PostEntry post -> addEntry(post.entry());
            case LedgerRequest.HoldEntry hold -> addEntry(hold.entry());
            case LedgerRequest.CaptureHold capture -> holds.add(capture.hold());
            case LedgerRequest.VoidHold release -> holds.add(release.hold());
        }
    }

    private void addEntry(EntrySpec entry) {
        addOpened(entry.opens());
        addLegs(entry.legs());
    }

    private void addOpened(List<AccountSpec> accounts) {
        for (var account : accounts) {
            addresses.add(account.address());
            account.group().ifPresent(groups::add);
        }
    }

    private void addLegs(List<LegSpec> legs) {
        for (var leg : legs) {
            addresses.add(leg.debit());
            addresses.add(leg.credit());
        }
    }

    /// The accounts that the holds which were found stand on.
    Needs withHeld(List<Hold> found) {
        found.forEach(hold -> addLegs(hold.content().legs()));
        return this;
    }
}
