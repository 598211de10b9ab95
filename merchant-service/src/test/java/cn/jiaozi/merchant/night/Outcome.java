package cn.jiaozi.merchant.night;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// What a night leaves behind.
///
/// @param payouts         merchant, day, slot, id, state, amount, days and the bank's reference
/// @param journal         the ledger's, line by line
/// @param manifests       of each merchant and day: all its files with sums and digests, balances and checkpoints
/// @param reconciliations counts and sums of all marks, day by day
record Outcome(List<String> payouts, List<String> journal, List<String> manifests, List<String> reconciliations) {
    void requireSameAs(Outcome expected) {
        assertThat(payouts).containsExactlyElementsOf(expected.payouts());
        assertThat(journal).containsExactlyElementsOf(expected.journal());
        assertThat(reconciliations).containsExactlyElementsOf(expected.reconciliations());
        assertThat(manifests).containsExactlyElementsOf(expected.manifests());
    }
}
