package cn.jiaozi.ledger.account;

/// What has ever moved on one side of an account, and what is held to move. Both together stay countable, so that a
/// held amount can always be captured.
public record Turnover(long posted, long pending) {
    public static final Turnover NONE = new Turnover(0, 0);

    public boolean hasRoomFor(long amountFen) {
        return amountFen <= Long.MAX_VALUE - posted - pending;
    }

    public Turnover post(long amountFen) {
        return new Turnover(Math.addExact(posted, amountFen), pending);
    }

    public Turnover hold(long amountFen) {
        return new Turnover(posted, Math.addExact(pending, amountFen));
    }

    /// Posts what is captured of a held amount and gives the rest back.
    public Turnover capture(long amountFen, long heldFen) {
        return new Turnover(Math.addExact(posted, amountFen), Math.subtractExact(pending, heldFen));
    }

    public Turnover release(long amountFen) {
        return new Turnover(posted, Math.subtractExact(pending, amountFen));
    }
}
