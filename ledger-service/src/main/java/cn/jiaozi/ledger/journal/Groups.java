package cn.jiaozi.ledger.journal;

import cn.jiaozi.ledger.account.Account;
import cn.jiaozi.ledger.account.CapGroup;
import cn.jiaozi.ledger.account.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The accounts of a batch and the groups around them, on the way to knowing what each group holds: the sum over all
/// of its members. Nearly every group has one member, and then nothing more needs to be read.
final class Groups {
    private final List<Account> accounts = new ArrayList<>();
    private final Map<String, CapGroup> groups = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final Map<String, Long> sums = new HashMap<>();

    /// @param named groups that are asked for by name
    Groups(List<Member> members, Collection<CapGroup> named) {
        named.forEach(group -> groups.put(group.name(), group));
        members.forEach(this::count);
    }

    private void count(Member member) {
        accounts.add(member.account());
        if (member.group().isPresent()) {
            var group = member.group().get();
            groups.put(group.name(), group);
            seen.merge(group.name(), 1L, Long::sum);
            sums.merge(group.name(), member.account().countedFen(), Math::addExact);
        }
    }

    /// Groups of which some member has not been read.
    List<Long> unknown() {
        return groups.values().stream()
                .filter(group -> seen.getOrDefault(group.name(), 0L) < group.members())
                .map(CapGroup::id)
                .toList();
    }

    /// @param members all that the unknown groups have
    Groups with(List<Member> members) {
        members.forEach(member -> member.group().ifPresent(group -> sums.remove(group.name())));
        members.forEach(this::count);
        return this;
    }

    /// All that were read, some of them twice.
    List<Account> accounts() {
        return accounts;
    }

    List<CapGroup> held() {
        return groups.values().stream()
                .map(group -> group.holding(sums.getOrDefault(group.name(), 0L)))
                .toList();
    }
}
