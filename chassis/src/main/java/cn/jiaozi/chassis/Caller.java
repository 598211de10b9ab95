package cn.jiaozi.chassis;

import cn.jiaozi.contracts.Role;
import java.util.Arrays;
import java.util.Set;

/// Who is asking, as the gateway's internal token says. A controller method takes it as an argument.
///
/// @param party opaque id of a person or an organisation
public record Caller(String party, Set<Role> roles) {
    public boolean is(Role role) {
        return roles.contains(role);
    }

    public void require(Role... anyOf) {
        if (Arrays.stream(anyOf).noneMatch(roles::contains)) {
            throw Problem.forbidden("This needs one of the roles " + Arrays.toString(anyOf));
        }
    }
}
