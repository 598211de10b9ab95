package cn.jiaozi.merchant.activation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cn.jiaozi.chassis.Act;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

/// A code that activates one terminal, as it is kept.
///
/// @param actId under which it was asked for
/// @param hash  SHA-256 of the code, hexadecimal
record ActivationCode(
        String terminalId, String actId, String hash, Instant issuedAt, Instant expiresAt, int wrongTries) {
    static final Duration VALID = Duration.ofHours(24);
    /// As many wrong ones kill it.
    static final int TRIES = 5;

    /// The code in clear, for whoever asked for it.
    record Issued(String id, String terminalId, String activationCode, Instant expiresAt) implements Act {
        @Override
        public String actKey() {
            return "activation-code:" + terminalId + "/" + id;
        }

        @Override
        public boolean finished() {
            return true;
        }

        /// Codes are not for logs.
        @Override
        public String toString() {
            return "Issued[" + actKey() + "]";
        }
    }

    static ActivationCode issued(String terminalId, String actId, String hash, Instant at) {
        return new ActivationCode(terminalId, actId, hash, at, at.plus(VALID), 0);
    }

    Issued inClear(String code) {
        return new Issued(actId, terminalId, code, expiresAt);
    }

    boolean isHashedAs(String other) {
        return MessageDigest.isEqual(hash.getBytes(US_ASCII), other.getBytes(US_ASCII));
    }

    boolean isLocked() {
        return wrongTries >= TRIES;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
