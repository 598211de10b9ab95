package cn.jiaozi.wallet.exchange;

import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a payout may take out of a wallet; how much there is within these bounds, the ledger finds.
///
/// @param accountTail last digits of the account that it must go to
record PayoutTerms(String accountTail, long keepFen, long minimumFen, long atMostFen) {
    /// An entry that moves nothing is none, so a payout is of one fen at least.
    LegSpec leg(String wallet, String clearing) {
        return new LegSpec(
                wallet,
                clearing,
                atMostFen,
                Optional.of(new UpTo(keepFen, Math.max(1, minimumFen))),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /// The first field that differs.
    Optional<String> difference(PayoutTerms other) {
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put("accountTail", accountTail.equals(other.accountTail));
        same.put("keepFen", keepFen == other.keepFen);
        same.put("minimumFen", minimumFen == other.minimumFen);
        same.put("atMostFen", atMostFen == other.atMostFen);
        return same.entrySet().stream()
                .filter(field -> !field.getValue())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
