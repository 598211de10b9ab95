package cn.jiaozi.ledger.journal;

import java.io.Serial;
import org.springframework.dao.TransientDataAccessResourceException;

/// The audit has found the chain or the trial balance broken. Nothing is decided until two people let it go on
/// (docs/runbooks/shard-stopped.md); meanwhile every batch waits, as for a database that is away.
final class ShardStopped extends TransientDataAccessResourceException {
    @Serial
    private static final long serialVersionUID = 1;

    ShardStopped() {
        super("The shard is stopped: see GET /v1/audit/findings and the runbook shard-stopped");
    }
}
