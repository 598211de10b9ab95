package cn.jiaozi.payment.voucher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which counters of a purse are still to come. They are kept as ranges: a counter is any number that a chip
/// signs.
///
/// @param last the highest counter that is known
/// @param open what is missing below it, in rising order
record Gaps(int last, List<Gap> open) {
    static final Gaps NONE = new Gaps(0, List.of());

    /// @param first counter that is missing
    /// @param last  the last one, inclusive
    record Gap(int first, int last, Instant openedAt) {}

    Gaps {
        open = List.copyOf(open);
    }

    /// The counter up to which none is missing.
    int contiguous() {
        return open.isEmpty() ? last : open.getFirst().first() - 1;
    }

    /// The same when these have come too, though nothing is paid for them.
    int contiguous(Set<Integer> unpaid) {
        int upTo = contiguous();
        while (upTo < Integer.MAX_VALUE && (unpaid.contains(upTo + 1) || isKnown(upTo + 1))) {
            upTo++;
        }
        return upTo;
    }

    private boolean isKnown(int counter) {
        return counter <= last && open.stream().noneMatch(gap -> gap.first() <= counter && counter <= gap.last());
    }

    /// When a debit with this counter has come.
    Gaps known(int counter, Instant at) {
        if (counter > last) {
            return new Gaps(counter, missingTo(counter - 1, at));
        }
        var left = new ArrayList<Gap>();
        for (var gap : open) {
            if (counter < gap.first() || counter > gap.last()) {
                left.add(gap);
                continue;
            }
            if (gap.first() < counter) {
                left.add(new Gap(gap.first(), counter - 1, gap.openedAt()));
            }
            if (counter < gap.last()) {
                left.add(new Gap(counter + 1, gap.last(), gap.openedAt()));
            }
        }
        return new Gaps(last, left);
    }

    /// When a chip has said that this was its last counter.
    Gaps closedAt(int counter, Instant at) {
        return counter > last ? new Gaps(counter, missingTo(counter, at)) : this;
    }

    private List<Gap> missingTo(int counter, Instant at) {
        var more = new ArrayList<>(open);
        if (counter > last) {
            more.add(new Gap(last + 1, counter, at));
        }
        return more;
    }
}
