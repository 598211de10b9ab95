package cn.jiaozi.sdk.tap;

/// The payee does not ask, or does not take what it has got; nothing is owed to it.
public final class Denied extends RuntimeException {
    private static final long serialVersionUID = 1;

    public enum Cause {
        /// Its own certificate is not valid now.
        OWN_CERTIFICATE,
        /// Its revocation list is too old; it has to fetch one.
        STALE_REVOCATIONS,
        /// It holds too many vouchers; it has to send them.
        TOO_MANY_UNSENT,
        /// They add up to too much; it has to send them.
        OVER_UNSENT,
        /// It asks for something else already.
        OFFER_OPEN,
        /// It asks for nothing.
        NO_OFFER,
        /// A signature or a certificate is not to be believed.
        UNTRUSTED,
        /// It is not what was asked for.
        OTHER_REQUEST,
        /// The purse is on the revocation list.
        REVOKED,
        /// The purse has paid here with this counter or a higher one: it has been set back.
        COUNTER,
        /// The money has been passed on without the bank.
        HOP
    }

    private final Cause cause;

    public Denied(Cause cause) {
        super(cause.name());
        this.cause = cause;
    }

    public Cause reason() {
        return cause;
    }
}
