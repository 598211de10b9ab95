package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;

/// What wallet-service decided. Topic [Topics#WALLET], keyed by the business id.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface WalletEvent {
    String businessId();

    /// A requested transfer may not happen; nothing reached the ledger.
    @JsonTypeName("wallet.refused.v1")
    record Refused(String businessId, Reason reason, Instant at) implements WalletEvent {}

    /// The business id was asked for before with other content; nothing changed.
    ///
    /// @param field the first field that differs
    @JsonTypeName("wallet.conflicted.v1")
    record Conflicted(String businessId, String field, Instant at) implements WalletEvent {}
}
