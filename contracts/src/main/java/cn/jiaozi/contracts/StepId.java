package cn.jiaozi.contracts;

/// One attempt at one step of one act: the identity, and so the idempotency key, of everything the ledger does.
///
/// @param businessId `<noun>:<id>`, such as `payment:0197…`
/// @param step       lower-case word, such as `post`, `hold`, `capture`
/// @param attempt    from 1; rises only after a stored rejection, never after silence
public record StepId(String businessId, String step, int attempt) {
    public StepId {
        if (businessId.indexOf(':') < 1 || businessId.length() > 100) {
            throw new IllegalArgumentException("businessId must be <noun>:<id> of at most 100 characters");
        }
        if (step.isEmpty() || step.length() > 32) {
            throw new IllegalArgumentException("step must have 1 to 32 characters");
        }
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1");
        }
    }

    public static StepId first(String businessId, String step) {
        return new StepId(businessId, step, 1);
    }

    /// The noun before the colon; a service reads only its own nouns from the ledger's topic.
    public boolean isOf(String noun) {
        return businessId.startsWith(noun + ":");
    }
}
