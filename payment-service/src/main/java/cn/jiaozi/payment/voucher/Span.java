package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.voucher.Debit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Counters of a purse from the first to the last.
record Span(String purseId, long first, long last) {
    /// The counters of debits and their neighbours. A purse that has paid several times in a row has one span for all.
    static List<Span> around(Collection<Debit> debits) {
        var counters = debits.stream()
                .collect(Collectors.groupingBy(
                        Debit::payer,
                        TreeMap::new,
                        Collectors.mapping(debit -> (long) debit.counter(), Collectors.toCollection(TreeSet::new))));
        var spans = new ArrayList<Span>();
        counters.forEach((purse, ofPurse) -> spans.addAll(around(purse, ofPurse)));
        return spans;
    }

    /// @param counters in rising order
    static List<Span> around(String purse, SortedSet<Long> counters) {
        var spans = new ArrayList<Span>();
        for (long counter : counters) {
            if (!spans.isEmpty() && spans.getLast().last() >= counter - 1) {
                spans.add(new Span(purse, spans.removeLast().first(), counter + 1));
            } else {
                spans.add(new Span(purse, counter - 1, counter + 1));
            }
        }
        return spans;
    }
}
