package cn.jiaozi.gateway;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.SignerKey;
import java.util.Optional;
import java.util.Set;

/// Who asks, and what has been shown of it: what the services are told.
///
/// @param terminal the terminal that asks in its merchant's name
record Caller(String party, Set<Role> roles, Set<AuthFactor> factors, Optional<SignerKey.Terminal> terminal) {
    /// Asks for what is open to everybody.
    static final Caller ANYBODY = new Caller("anonymous", Set.of(), Set.of(), Optional.empty());

    static Caller ofToken(String party, Set<Role> roles) {
        return new Caller(party, Set.copyOf(roles), Set.of(), Optional.empty());
    }

    static Caller ofTerminal(SignerKey key) {
        return new Caller(key.party(), Set.of(Role.TERMINAL), Set.of(), key.terminal());
    }

    Caller withDevice() {
        return new Caller(party, roles, Set.of(AuthFactor.DEVICE_KEY), terminal);
    }
}
