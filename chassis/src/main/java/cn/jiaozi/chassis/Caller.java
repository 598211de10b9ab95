package cn.jiaozi.chassis;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.SignerKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who is asking, as the gateway's internal token says. A controller method takes it as an argument.
///
/// @param party    opaque id of a person or an organisation
/// @param factors  what the caller has shown of it besides a token
/// @param terminal the terminal that asks in the name of its merchant
public record Caller(String party, Set<Role> roles, Set<AuthFactor> factors, Optional<SignerKey.Terminal> terminal) {
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /// Whose ids the caller's act ids are: a terminal's are its own, so that two tills never meet in one.
    public String scope() {
        return terminal.map(t -> "terminal:" + t.terminalId()).orElse(party);
    }

    /// Who has shown that as well.
    public Caller with(AuthFactor factor) {
        return new Caller(
                party,
                roles,
                Stream.concat(factors.stream(), Stream.of(factor)).collect(Collectors.toUnmodifiableSet()),
                terminal);
    }

    public void require(Role... anyOf) {
        if (Arrays.stream(anyOf).noneMatch(roles::contains)) {
            throw Problem.forbidden("This needs one of the roles " + Arrays.toString(anyOf));
        }
    }
}
