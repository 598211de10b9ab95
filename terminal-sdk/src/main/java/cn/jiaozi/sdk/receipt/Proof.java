package cn.jiaozi.sdk.receipt;

import cn.jiaozi.sdk.key.VerifyingKey;
import java.util.List;
import java.util.Optional;

/// What the operator hands out and anybody checks with nothing but the operator's public key.
public sealed interface Proof permits Receipt, Consistency {
    /// Reads either in JSON, strictly; [IllegalArgumentException] says what is not as it must be
    /// ([Flaw.Kind#MALFORMED]).
    static Proof parse(String json) {
        return Json.read(json, read -> read.has("older") ? Consistency.read(read) : Receipt.read(read));
    }

    /// The first thing that is wrong, in the order of [Flaw.Kind]; empty when it proves what it says.
    ///
    /// @param operator the key that the bank has published
    Optional<Flaw> flaw(VerifyingKey operator);

    /// What it proves, for people, a line each; only for one without a flaw. Throws [IllegalArgumentException]
    /// when a text is malformed.
    List<String> told();

    /// The operator's public key in PEM, which the proof brings along; whether it is the bank's, it cannot say.
    String operatorKey();
}
