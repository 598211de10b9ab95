package cn.jiaozi.ledger.journal;

import cn.jiaozi.ledger.account.Member;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;

/// The accounts that moved lately, as the last batch of this process left them, so that they need not be read again.
/// It holds good while the shard's row bears the stamp of that batch: whoever else writes to accounts, another instance
/// or a person, changes the stamp, and all is forgotten (docs/adr/0023).
///
/// An account whose group has other members is not remembered: what they hold together takes a look at all of them.
@Component
class Memory {
    static final int MOST = 100_000;

    private final SequencedMap<String, Member> members = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Member> eldest) {
            return size() > MOST;
        }
    };

    private long stamp;

    /// What is known of these accounts.
    ///
    /// @param read the stamp as it stands under the shard's lock
    synchronized List<Member> recall(long read, Collection<String> addresses) {
        return stamp == read
                ? addresses.stream().map(members::get).filter(Objects::nonNull).toList()
                : List.of();
    }

    /// To be called once a batch has committed.
    ///
    /// @param read    the stamp under which it was decided
    /// @param written the stamp that it left
    synchronized void keep(long read, long written, Collection<Member> standing) {
        if (stamp != read) {
            members.clear();
        }
        stamp = written;
        for (var member : standing) {
            if (member.group().filter(group -> group.members() > 1).isPresent()) {
                members.remove(member.account().address());
            } else {
                members.put(member.account().address(), member);
            }
        }
    }
}
