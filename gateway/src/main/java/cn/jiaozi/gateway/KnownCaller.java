package cn.jiaozi.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/// A [Caller] in the words of Spring Security.
final class KnownCaller extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Caller caller;
    private final transient Optional<Instant> loggedInAt;

    /// @param loggedInAt when the person last proved to the identity provider who it is
    KnownCaller(Caller caller, Optional<Instant> loggedInAt) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.caller = caller;
        this.loggedInAt = loggedInAt;
        setAuthenticated(true);
    }

    Caller caller() {
        return caller;
    }

    boolean hasRoles() {
        return !caller.roles().isEmpty();
    }

    KnownCaller as(Caller other) {
        return new KnownCaller(other, loggedInAt);
    }

    boolean hasLoggedInWithin(Duration age, Instant now) {
        return loggedInAt.filter(at -> !now.isAfter(at.plus(age))).isPresent();
    }

    @Override
    public Object getPrincipal() {
        return caller.party();
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KnownCaller known && caller.equals(known.caller) && loggedInAt.equals(known.loggedInAt);
    }

    @Override
    public int hashCode() {
        return caller.hashCode();
    }
}
