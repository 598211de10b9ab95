package cn.jiaozi.wallet.purse;

import cn.jiaozi.contracts.PurseState;
import java.util.Optional;

/// What may be done to a purse, and what it is afterwards. Nobody comes back from LOST: whoever finds the chip
/// again is issued another purse.
public enum PurseMove {
    /// 挂失, by the holder or at a counter.
    LOSS_REPORT(PurseState.LOST),
    /// Under suspicion: by an operator, by a voucher or by a statement that no chip should sign.
    BLOCK(PurseState.BLOCKED),
    /// The suspicion was wrong.
    CLEARANCE(PurseState.ACTIVE),
    REVOCATION(PurseState.REVOKED),
    /// Handed back empty.
    RETIREMENT(PurseState.RETIRED);

    private final PurseState to;

    PurseMove(PurseState to) {
        this.to = to;
    }

    /// The state afterwards, which is the same for a repeat; empty where the move is not legal.
    public Optional<PurseState> from(PurseState state) {
        return Optional.of(to).filter(_ -> state == to || isLegal(state));
    }

    private boolean isLegal(PurseState state) {
        return switch (this) {
            case LOSS_REPORT -> state == PurseState.ACTIVE || state == PurseState.BLOCKED;
            case BLOCK, RETIREMENT -> state == PurseState.ACTIVE;
            case CLEARANCE -> state == PurseState.BLOCKED;
            case REVOCATION -> state == PurseState.ACTIVE || state == PurseState.BLOCKED || state == PurseState.LOST;
        };
    }
}
