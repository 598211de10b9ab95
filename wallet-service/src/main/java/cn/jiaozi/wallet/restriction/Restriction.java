package cn.jiaozi.wallet.restriction;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.LedgerEvent;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// A stop of debits or credits or an amount that is held, on one wallet.
public record Restriction(
        String businessId,
        String walletId,
        String restrictionId,
        Terms terms,
        RestrictionState state,
        String placedBy,
        Instant requestedAt,
        Optional<Instant> inForceAt,
        Optional<String> releasedBy,
        Optional<Instant> releasedAt)
        implements Act {
    public static final String NOUN = "restriction";
    static final String PLACE = "place";
    static final String RELEASE = "release";

    /// What the operator asks for.
    ///
    /// @param amountFen for an AMOUNT_HOLD, and for nothing else
    /// @param until     when it ends by itself
    public record Terms(
            RestrictionType type,
            Authority authority,

            @Pattern(regexp = "[0-9A-Z_]{1,32}", message = "must have 1 to 32 characters of 0-9 A-Z _")
            String reasonCode,

            Optional<@Pattern(regexp = "\\P{Cntrl}{1,64}", message = "must have 1 to 64 characters") String> documentNo,
            Optional<@Positive @Max(999_999_999_999_999L) Long> amountFen,
            Optional<Instant> until) {
        /// The first field that differs, as a JSON pointer.
        Optional<String> difference(Terms other) {
            if (type != other.type) {
                return Optional.of("/type");
            }
            if (authority != other.authority) {
                return Optional.of("/authority");
            }
            if (!reasonCode.equals(other.reasonCode)) {
                return Optional.of("/reasonCode");
            }
            if (!Objects.equals(documentNo, other.documentNo)) {
                return Optional.of("/documentNo");
            }
            if (!Objects.equals(amountFen, other.amountFen)) {
                return Optional.of("/amountFen");
            }
            return Objects.equals(until.map(Instant::toEpochMilli), other.until.map(Instant::toEpochMilli))
                    ? Optional.empty()
                    : Optional.of("/until");
        }
    }

    @Override
    public String actKey() {
        return businessId;
    }

    /// The placing is finished when the ledger has confirmed it, whatever came later.
    @Override
    public boolean finished() {
        return inForceAt.isPresent() || state == RestrictionState.RELEASED;
    }

    /// Still part of what the ledger shall keep to; one that is being released is not, though it still counts here.
    boolean wanted() {
        return state == RestrictionState.REQUESTED || state == RestrictionState.IN_FORCE;
    }

    /// The release is asked for; the same for a repeat.
    Restriction releasing(String by) {
        return state.mayBecome(RestrictionState.RELEASING)
                ? with(RestrictionState.RELEASING, inForceAt, Optional.of(by), releasedAt)
                : this;
    }

    /// What the ledger confirmed; the same for a repeat.
    Restriction heard(LedgerEvent.Constrained event, Instant now) {
        return switch (event.id().step()) {
            case PLACE -> placed(now);
            case RELEASE -> released(event, now);
            default -> throw new IllegalStateException(event.id() + " was never asked for");
        };
    }

    private Restriction placed(Instant now) {
        var since = inForceAt.or(() -> Optional.of(now));
        return state == RestrictionState.REQUESTED
                ? with(RestrictionState.IN_FORCE, since, releasedBy, releasedAt)
                : with(state, since, releasedBy, releasedAt);
    }

    private Restriction released(LedgerEvent.Constrained event, Instant now) {
        return switch (state) {
            case RELEASING -> with(RestrictionState.RELEASED, inForceAt, releasedBy, Optional.of(now));
            case RELEASED -> this;
            case REQUESTED, IN_FORCE -> throw new IllegalStateException(event.id() + " was never asked for");
        };
    }

    private Restriction with(
            RestrictionState nowState,
            Optional<Instant> nowInForceAt,
            Optional<String> nowReleasedBy,
            Optional<Instant> nowReleasedAt) {
        return new Restriction(
                businessId,
                walletId,
                restrictionId,
                terms,
                nowState,
                placedBy,
                requestedAt,
                nowInForceAt,
                nowReleasedBy,
                nowReleasedAt);
    }
}
