package cn.jiaozi.ledger.account;

import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.Subject.Side;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An account at one moment. A movement on its subject's own side raises the balance, one on the other side lowers it;
/// the floor bounds what lowers, the cap of its group what raises.
public record Account(
        long id,
        String address,
        Subject subject,
        String operator,
        String branchCode,
        Optional<String> owner,
        Optional<String> group,
        Constraint constraint,
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
                new Constraint(false, false, spec.floorFen(), Constraint.NEVER_SET, height),
                Turnover.NONE,
                Turnover.NONE);
    }

    /// The account as it was asked for; the floor is the constraint's and may have changed since.
    public AccountSpec shape() {
        return new AccountSpec(address, subject, operator, branchCode, owner, constraint.floorFen(), group);
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

    public boolean lacks(Side side, long amountFen) {
        return !raises(side) && constraint.forbidsLowering(availableFen(), amountFen);
    }

    public Account with(Constraint changed) {
        return new Account(id, address, subject, operator, branchCode, owner, group, changed, debits, credits);
    }

    public Account move(Side side, UnaryOperator<Turnover> movement) {
        var movedDebits = side == Side.DEBIT ? movement.apply(debits) : debits;
        var movedCredits = side == Side.CREDIT ? movement.apply(credits) : credits;
        return new Account(
                id, address, subject, operator, branchCode, owner, group, constraint, movedDebits, movedCredits);
    }

    private Turnover raising() {
        return side(subject.side());
    }

    private Turnover lowering() {
        return subject.side() == Side.DEBIT ? credits : debits;
    }
}
