package cn.jiaozi.e2e.faults;

import cn.jiaozi.e2e.Books;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What callers were told, held against what the databases say. Read when everything is at rest.
///
/// @param lost    acts that a caller was told of and that are not so in the books
/// @param doubled what was posted more than once
record Verdict(List<String> lost, List<String> doubled) {
    /// @param told     final outcome by `party/act`
    /// @param accepted acts that were told to be under way
    static Verdict of(Books books, Map<String, String> told, Set<String> accepted) {
        var outcomes = books.rows(
                "payment", "select requested_by || '/' || act_id, concat_ws(' ', state, reason) from payment");
        var ids = books.rows("payment", "select requested_by || '/' || act_id, 'payment:' || id from payment");
        // A load has several steps, each of which may be posted once.
        var posted = books.rows("ledger", """
                select business_id, max(entries) from (
                    select business_id, count(*) as entries from entry where kind = 'POST' group by business_id, step) e
                group by business_id
                """);
        return of(told, accepted, outcomes, ids, posted);
    }

    /// @param outcomes by `party/act`
    /// @param ids      business ids by `party/act`
    /// @param posted   how many entries of one step by business id
    static Verdict of(
            Map<String, String> told,
            Set<String> accepted,
            Map<String, String> outcomes,
            Map<String, String> ids,
            Map<String, String> posted) {
        var lost = new ArrayList<String>();
        told.forEach((act, outcome) -> {
            var stored = outcomes.getOrDefault(act, "unknown");
            var entries = posted.getOrDefault(ids.getOrDefault(act, ""), "0");
            if (!stored.equals(outcome) || entries.equals("0") == outcome.equals("SUCCEEDED")) {
                lost.add("%s: told %s, stored %s, %s entries".formatted(act, outcome, stored, entries));
            }
        });
        accepted.stream()
                .filter(act -> !outcomes.containsKey(act))
                .forEach(act -> lost.add(act + ": accepted and unknown"));
        var doubled = posted.entrySet().stream()
                .filter(entry -> !entry.getValue().equals("1"))
                .map(entry -> entry.getKey() + ": " + entry.getValue() + " entries")
                .toList();
        return new Verdict(lost, doubled);
    }
}
