package cn.jiaozi.e2e.faults;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.e2e.Api;
import cn.jiaozi.local.Running;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What has to be so when a ledger is at rest, whatever happened to it before. The tables are read with SQL of its own;
/// then the ledger is asked what its audit says. Every difference is a sentence.
final class LedgerProof {
    private static final int BLOCKS_AT_ONCE = 200;

    private final Running suite;
    private final Hearing hearing;

    LedgerProof(Running suite, Hearing hearing) {
        this.suite = suite;
        this.hearing = hearing;
    }

    /// Whether there is an event for each of these and for every outcome, and nothing will happen by itself.
    boolean isAtRest(Set<StepId> acknowledged) {
        return rows("select height from hold where state = 'PENDING' and expires_at is not null union all select seq from outbox")
                        .isEmpty()
                && hearing.said().keySet().containsAll(acknowledged)
                && rows("select count(*) from outcome")
                        .equals(List.of(Integer.toString(hearing.said().size())));
    }

    List<String> differences(Set<StepId> acknowledged) {
        var found = new ArrayList<String>();
        acknowledged.stream()
                .filter(id -> !hearing.said().containsKey(id))
                .limit(5)
                .forEach(id -> found.add("nothing was said about " + id));
        hearing.contradictions().stream().limit(5).forEach(twice -> found.add("two things were said about " + twice));
        outcomesAreWhatWasSaid(found, acknowledged);
        theTablesAddUp(found);
        theAuditFindsNothing(found);
        return found;
    }

    private void outcomesAreWhatWasSaid(List<String> found, Set<StepId> acknowledged) {
        var stored = outcomes();
        acknowledged.stream()
                .filter(id -> !stored.containsKey(id))
                .limit(5)
                .forEach(id -> found.add("Kafka has taken " + id + ", and it has no outcome"));
        stored.forEach((id, answer) -> {
            var said = hearing.said().get(id);
            if (!answer.equals(said)) {
                found.add(id + " was decided as " + answer + ", and said was " + said);
            }
        });
        hearing.said().keySet().stream()
                .filter(id -> !stored.containsKey(id))
                .limit(5)
                .forEach(id -> found.add(id + " was announced and has no outcome"));
    }

    private Map<StepId, String> outcomes() {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select business_id, step, attempt, answer from outcome")) {
            var all = new HashMap<StepId, String>();
            while (rows.next()) {
                all.put(new StepId(rows.getString(1), rows.getString(2), rows.getInt(3)), rows.getString(4));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void theTablesAddUp(List<String> found) {
        none(found, "the outbox is not empty", "select seq from outbox");
        none(found, "heights have a gap", """
                select height from shard s where height <> (select count(distinct height) from journal)
                    or height <> (select coalesce(max(height), 0) from journal)
                """);
        none(found, "an entry has not one outcome", """
                select j.height from (select distinct height, business_id, step, attempt from journal) j
                full join (select height, business_id, step, attempt from outcome where height is not null) o
                    using (height, business_id, step, attempt)
                group by j.height, o.height having count(*) <> 1 or j.height is null or o.height is null
                """);
        none(found, "a step was accepted twice", """
                select business_id from outcome where kind <> 'REJECTED' group by business_id, step having count(*) > 1
                """);
        none(found, "blocks have a gap", """
                select number from (select number, first, lag(last, 1, 0::bigint) over (order by number) as before,
                    row_number() over (order by number) as n from block) b
                where number <> n or first <> before + 1
                """);
        none(found, "the last block is not the shard's", """
                select block_number from shard where block_number <> (select coalesce(max(number), 0) from block)
                    or height <> (select coalesce(max(last), 0) from block)
                """);
        none(found, "counters are not the sum of the legs", """
                select a.address from account a left join (
                    select account, sum(debit) as debits, sum(credit) as credits from (
                        select debit_account as account, amount_fen as debit, 0 as credit from journal
                        where kind in ('POST', 'CAPTURE', 'REVERSE')
                        union all
                        select credit_account, 0, amount_fen from journal where kind in ('POST', 'CAPTURE', 'REVERSE')
                    ) leg group by account) s on s.account = a.id
                where a.debits_posted <> coalesce(s.debits, 0) or a.credits_posted <> coalesce(s.credits, 0)
                """);
        none(found, "pending counters are not the sum of the holds", """
                select a.address from account a
                where a.debits_pending <> (select coalesce(sum(j.amount_fen), 0) from hold h join journal j using (height)
                                           where h.state = 'PENDING' and j.debit_account = a.id)
                   or a.credits_pending <> (select coalesce(sum(j.amount_fen), 0) from hold h join journal j using (height)
                                           where h.state = 'PENDING' and j.credit_account = a.id)
                """);
        none(found, "a hold was ended twice, or an entry reversed twice", """
                select ref_height from journal where leg_no = 1 and ref_height is not null
                group by ref_height having count(*) > 1
                """);
    }

    private void theAuditFindsNothing(List<String> found) {
        try (var api =
                new Api(URI.create("http://localhost:" + suite.addresses().ledger()))) {
            var token = suite.internalToken("auditor", "AUDITOR");
            var invariants = api.get(token, "/v1/invariants").body();
            if (!invariants.path("ok").asBoolean(false)) {
                found.add("invariants: " + invariants);
            }
            var findings = api.get(token, "/v1/audit/findings").body();
            if (!findings.path("findings").isArray()
                    || !findings.path("findings").isEmpty()
                    || findings.path("stopped").asBoolean(true)) {
                found.add("findings: " + findings);
            }
            long length = 1;
            for (long from = 1; from <= length; from += BLOCKS_AT_ONCE) {
                var walked = api.get(token, "/v1/audit/blocks?from=" + from + "&limit=" + BLOCKS_AT_ONCE)
                        .body();
                length = walked.path("length").asLong(0);
                if (length == 0
                        || !(walked.path("finding").isNull()
                                || walked.path("finding").isMissingNode())) {
                    found.add("blocks from " + from + ": " + walked);
                    return;
                }
            }
        }
    }

    private void none(List<String> found, String difference, String query) {
        var rows = rows(query);
        if (!rows.isEmpty()) {
            found.add(difference + ": " + rows.stream().limit(5).toList());
        }
    }

    private List<String> rows(String query) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(String.valueOf(rows.getString(1)));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(suite.jdbc("ledger"));
    }
}
