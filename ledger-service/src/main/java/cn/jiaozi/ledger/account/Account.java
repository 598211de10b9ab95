package cn.jiaozi.ledger.account;

import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.Subject.Side;
import java.util.Optional;

/// An account at one moment. A movement on its subject's own side raises the balance, one on the other side lowers it;
/// the floor bounds what lowers, its cap and the cap of its group what raises.
///
/// @param quarantined  whether the audit has found it wrong: it takes part in nothing new
/// @param closedHeight the last entry that was decided before the account was closed; empty while it is open
public record Account(
        long id,
        String address,
        Subject subject,
        String operator,
        String branchCode,
        Optional<String> owner,
        Optional<String> group,
        Constraint constraint,
        Optional<Long> closedHeight,
        boolean quarantined,
        Turnover debits,
        Turnover credits) {
    public static Account open(long id, AccountSpec spec, long height) {
        return new Account(
                id,
                spec.address(),
                spec.subject(),
                spec.operator(),
                spec.branchCode(),
                spec.owner(),
                spec.group(),
                new Constraint(false, false, spec.floorFen(), spec.capFen(), Constraint.NEVER_SET, height),
                Optional.empty(),
                false,
                Turnover.NONE,
                Turnover.NONE);
    }

    /// The account as it was asked for; floor and cap are the constraint's and may have changed since.
    public AccountSpec shape() {
        return new AccountSpec(
                address, subject, operator, branchCode, owner, constraint.floorFen(), group, constraint.capFen());
    }

    public Turnover side(Side side) {
        return switch (side) {
            case DEBIT -> debits;
            case CREDIT -> credits;
        };
    }

    public boolean raises(Side side) {
        return side == subject.side();
    }

    public long balanceFen() {
        return raising().posted() - lowering().posted();
    }

    /// What may still be taken out, were there no floor.
    public long availableFen() {
        return balanceFen() - lowering().pending();
    }

    /// What counts against the cap.
    public long countedFen() {
        return balanceFen() + raising().pending();
    }

    public boolean frozen(Side side) {
        return switch (side) {
            case DEBIT -> constraint.debitFrozen();
            case CREDIT -> constraint.creditFrozen();
        };
    }

    /// Whether there is too little for a movement: what lowers ends at the floor, and what an account that stands on
    /// debits gives ends at its cap.
    public boolean lacks(Side side, long amountFen) {
        return raises(side)
                ? side == Side.DEBIT && constraint.forbidsRaising(countedFen(), amountFen)
                : constraint.forbidsLowering(availableFen(), amountFen);
    }

    /// Whether the account's own cap stands in the way of a credit.
    public boolean isExceededBy(long creditFen) {
        return raises(Side.CREDIT) && constraint.forbidsRaising(countedFen(), creditFen);
    }

    /// What a leg that may move less can take from this side.
    public long spareFen(Side side, long leaveFen) {
        return raises(side)
                ? constraint.roomFen(countedFen(), leaveFen)
                : constraint.spareFen(availableFen(), leaveFen);
    }

    public boolean isClosed() {
        return closedHeight.isPresent();
    }

    /// Neither money nor a hold stands on it.
    public boolean isEmpty() {
        return debits.posted() == credits.posted() && debits.pending() == 0 && credits.pending() == 0;
    }

    public Account close(long height) {
        return standing(constraint, Optional.of(height), debits, credits);
    }

    public Account with(Constraint changed) {
        return standing(changed, closedHeight, debits, credits);
    }

    /// The account after one of its sides has come to stand at `moved`.
    public Account with(Side side, Turnover moved) {
        return standing(
                constraint, closedHeight, side == Side.DEBIT ? moved : debits, side == Side.CREDIT ? moved : credits);
    }

    /// What it is stays; this is all that entries and constraints change.
    private Account standing(
            Constraint constrained, Optional<Long> closed, Turnover standingDebits, Turnover standingCredits) {
        return new Account(
                id,
                address,
                subject,
                operator,
                branchCode,
                owner,
                group,
                constrained,
                closed,
                quarantined,
                standingDebits,
                standingCredits);
    }

    private Turnover raising() {
        return side(subject.side());
    }

    private Turnover lowering() {
        return subject.side() == Side.DEBIT ? credits : debits;
    }
}
