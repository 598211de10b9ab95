package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What wallet-service knows of purses (硬钱包), as far as others judge vouchers by it. Compacted topic
/// [Topics#PURSE], keyed by [#key()]; a consumer ignores a version that is not above the one it has.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface PurseFact {
    @JsonIgnore
    String key();

    long version();

    /// @param wallet    the wallet that it pays from, and into which what it takes is paid
    /// @param party     owner of the wallet
    /// @param revokedIn version of the first revocation list that has it
    /// @param lostAt    when its loss was reported
    @JsonTypeName("purse.v1")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Purse(
            String purseId,
            WalletParty wallet,
            String party,
            String branchCode,
            PurseState state,
            List<Certificate> certificates,
            Optional<Integer> revokedIn,
            Optional<Instant> lostAt,
            long version)
            implements PurseFact {
        @Override
        public String key() {
            return purseId;
        }
    }

    /// @param serial    32 hex digits
    /// @param publicKey SubjectPublicKeyInfo (RFC 5280), DER in base64
    record Certificate(String serial, String publicKey, Instant notBefore, Instant notAfter) {}

    /// Money that the ledger has moved into a reserve and the chip has been ordered to hold.
    ///
    /// @param number  of the load, from 1
    /// @param reserve the ledger's account that backs it
    /// @param counter of the chip's last debit before it
    /// @param head    hash of that debit, 64 hex digits
    @JsonTypeName("purse.load.v1")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Load(
            String purseId,
            int number,
            String reserve,
            long amountFen,
            int counter,
            String head,
            Limits limits,
            Optional<Closing> closing,
            long version)
            implements PurseFact {
        @Override
        public String key() {
            return key(purseId, number);
        }

        public static String key(String purseId, int number) {
            return purseId + "/" + number;
        }
    }

    /// What the chip said when it ended the load.
    ///
    /// @param remainderFen what it gave back
    record Closing(int counter, String head, long remainderFen, Instant at) {}

    /// As the chip has been told to obey.
    record Limits(
            int policy,
            long balanceFen,
            long singleFen,
            long singleWithPinFen,
            int payments,
            long totalFen,
            int poweredOffPayments,
            long poweredOffFen) {}

    /// A revocation list that was published. Its key is its number, so that all of them are kept.
    @JsonTypeName("purse.revocation-list.v1")
    record RevocationList(int number, Instant at) implements PurseFact {
        @Override
        public String key() {
            return key(number);
        }

        public static String key(int number) {
            return "list/" + number;
        }

        @Override
        @JsonIgnore
        public long version() {
            return 1;
        }
    }
}
