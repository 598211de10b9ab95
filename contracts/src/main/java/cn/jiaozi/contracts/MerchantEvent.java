package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;

/// What merchant-service decided. Topic [Topics#MERCHANT], keyed by the merchant's number.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface MerchantEvent {
    String businessId();

    /// Money of a merchant is to leave its wallet for its bank account. Ends in the ledger's `captured`, `voided` or
    /// `rejected` of this business id, or in `wallet.refused`; `wallet.payout-moved` says how far it is.
    ///
    /// @param accountTail the last four digits of the account that the merchant was reviewed with
    /// @param keepFen     what must be left in the wallet
    /// @param minimumFen  less than this is not paid out
    /// @param atMostFen   more than this is not paid out; how much it is within these, the ledger decides
    @JsonTypeName("merchant.payout-requested.v1")
    record PayoutRequested(
            String businessId,
            String merchantNo,
            String walletId,
            String accountTail,
            long keepFen,
            long minimumFen,
            long atMostFen,
            Instant requestedAt)
            implements MerchantEvent {}

    /// The bank's core system is to be asked what became of a transfer, for somebody who looks into a discrepancy. Ends
    /// in `wallet.core-answered`, or in `wallet.conflicted`; keyed by the request id, for there is no merchant.
    ///
    /// @param requestId under which the core was asked for the transfer, by whomever
    @JsonTypeName("merchant.core-query-requested.v1")
    record CoreQueryRequested(String businessId, String requestId, Instant requestedAt) implements MerchantEvent {}
}
