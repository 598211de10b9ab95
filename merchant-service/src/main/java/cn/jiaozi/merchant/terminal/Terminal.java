package cn.jiaozi.merchant.terminal;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.merchant.audit.AuditLine;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A device that takes payments (受理终端), bound by its serial number to its acquirer, a merchant and one of its
/// stores, the merchant's credit code, the account of its payouts, and one location. It is moved by binding it anew.
///
/// @param actId   of the binding
/// @param version how often its state has changed; the version of its key's announcements
/// @param suspectedAt the newest suspicion against it
public record Terminal(
        String terminalId,
        String merchantNo,
        String storeNo,
        String actId,
        Content content,
        Bond bond,
        Instant boundAt,
        TerminalState state,
        long version,
        Optional<TerminalKey> key,
        Optional<Instant> suspectedAt,
        Optional<Deactivation> deactivation)
        implements Act {
    /// Words for a place; blanks at the ends would make one place look like another.
    private static final String LOCATION = "[^\\p{Cc}\\p{Cs}\\p{Z}]([^\\p{Cc}\\p{Cs}]{0,198}[^\\p{Cc}\\p{Cs}\\p{Z}])?";

    public enum Kind {
        POS,
        QR_BOX,
        KIOSK,
        SOFTPOS
    }

    /// What the merchant or an operator says about a terminal.
    public record Content(
            @Pattern(regexp = "[0-9A-Za-z-]{4,32}") String serialNumber,
            Kind kind,
            @Pattern(regexp = LOCATION) String location) {
        /// JSON pointer to the first field that differs.
        Optional<String> difference(Content other) {
            if (!serialNumber.equals(other.serialNumber)) {
                return Optional.of("/serialNumber");
            }
            if (kind != other.kind) {
                return Optional.of("/kind");
            }
            return location.equals(other.location) ? Optional.empty() : Optional.of("/location");
        }
    }

    /// What it is bound to besides its store, as it was when it was bound.
    ///
    /// @param acquirer              our operator code
    /// @param settlementAccountTail absent where the merchant was registered before it was asked for
    public record Bond(String acquirer, String uscc, Optional<String> settlementAccountTail) {}

    /// Why and when it was taken out of service, for good.
    public record Deactivation(String reason, Instant at) {}

    public static Terminal bound(
            String terminalId,
            String merchantNo,
            String storeNo,
            String actId,
            Content content,
            Bond bond,
            Instant at) {
        return new Terminal(
                terminalId,
                merchantNo,
                storeNo,
                actId,
                content,
                bond,
                at,
                TerminalState.BOUND,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Of a terminal that has no key yet.
    public Terminal activated(TerminalKey by) {
        if (state == TerminalState.SUSPENDED) {
            throw new IllegalStateException("Terminal " + terminalId + " has a key already");
        }
        return moved(TerminalState.ACTIVE, Optional.of(by), suspectedAt, Optional.empty());
    }

    public Terminal deactivated(Deactivation by) {
        return moved(TerminalState.DEACTIVATED, key, suspectedAt, Optional.of(by));
    }

    /// Empty where there is nothing to suspend, and for a suspicion that was heard before.
    public Optional<Terminal> suspected(Instant at) {
        boolean isNew = suspectedAt.filter(last -> !at.isAfter(last)).isEmpty();
        return state == TerminalState.ACTIVE && isNew
                ? Optional.of(moved(TerminalState.SUSPENDED, key, Optional.of(at), Optional.empty()))
                : Optional.empty();
    }

    Terminal reactivated() {
        if (state != TerminalState.SUSPENDED) {
            throw new IllegalStateException("Terminal " + terminalId + " is " + state + " and not suspended");
        }
        return moved(TerminalState.ACTIVE, key, suspectedAt, Optional.empty());
    }

    private Terminal moved(
            TerminalState next,
            Optional<TerminalKey> withKey,
            Optional<Instant> suspected,
            Optional<Deactivation> ended) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("Terminal " + terminalId + " is " + state + " and cannot be " + next);
        }
        return new Terminal(
                terminalId,
                merchantNo,
                storeNo,
                actId,
                content,
                bond,
                boundAt,
                next,
                version + 1,
                withKey,
                suspected,
                ended);
    }

    /// Its key as others know it; empty when it never had one.
    Optional<SignerKey> signerKey(String party) {
        return key.map(own -> new SignerKey(
                own.keyId(),
                own.publicKey(),
                party,
                Optional.of(new SignerKey.Terminal(terminalId, merchantNo, storeNo)),
                state.signs(),
                version));
    }

    /// What the audit keeps of an act on the terminal, as it is after it.
    public AuditLine line(TerminalAct act, String who, Optional<String> underId, Instant at) {
        Map<String, String> detail = new TreeMap<>();
        key.ifPresent(own -> detail.put("keyId", own.keyId()));
        deactivation.ifPresent(ended -> detail.put("reason", ended.reason()));
        return new AuditLine("terminal:" + terminalId, Optional.of(merchantNo), act.name(), who, underId, detail, at);
    }

    @Override
    public String actKey() {
        return "terminal:" + terminalId;
    }

    @Override
    public boolean finished() {
        return true;
    }
}
