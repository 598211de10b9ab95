package cn.jiaozi.gateway;

import cn.jiaozi.contracts.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import reactor.core.publisher.Mono;

/// Who gets in. Public are the OpenAPI document and, for the cluster, health and Prometheus; everything else needs a
/// token and a role that [Access] allows.
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class GatewaySecurity {
    @Bean
    SecurityWebFilterChain door(ServerHttpSecurity http, CallerTokens tokens, GatewayProblems problems) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .oauth2ResourceServer(server -> server.jwt(
                                jwt -> jwt.jwtDecoder(tokens).jwtAuthenticationConverter(GatewaySecurity::caller))
                        .authenticationEntryPoint(problems::answer))
                .exceptionHandling(faults -> faults.authenticationEntryPoint(problems::answer))
                .authorizeExchange(requests -> requests.pathMatchers(
                                "/actuator/health/**", "/actuator/prometheus", "/v3/api-docs", "/openapi.json")
                        .permitAll()
                        .anyExchange()
                        .access(GatewaySecurity::decide))
                .build();
    }

    /// The request itself is observed; its way through each filter would cost more than the filters.
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    /// Paths with `//`, `..`, `;` or an encoded slash could look different to a route and to a service.
    @Bean
    ServerExchangeRejectedHandler firewall(GatewayProblems problems) {
        return problems::answer;
    }

    static Set<Role> roles(Authentication caller) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        caller.getAuthorities().forEach(role -> roles.add(Role.valueOf(Objects.requireNonNull(role.getAuthority()))));
        return roles;
    }

    /// Roles that the suite does not know mean nothing here and go no further.
    private static Mono<AbstractAuthenticationToken> caller(Jwt token) {
        Collection<?> names = token.getClaims().get("roles") instanceof Collection<?> claimed ? claimed : List.of();
        return Mono.just(new JwtAuthenticationToken(
                token,
                Arrays.stream(Role.values())
                        .filter(role -> names.contains(role.name()))
                        .map(role -> new SimpleGrantedAuthority(role.name()))
                        .toList()));
    }

    private static Mono<AuthorizationResult> decide(Mono<Authentication> caller, AuthorizationContext context) {
        ServerHttpRequest request = context.getExchange().getRequest();
        return caller.map(GatewaySecurity::roles)
                .map(roles -> allowed(request, roles))
                // Whether a path exists is no secret, so even a stranger hears it; what is behind it needs a token.
                .switchIfEmpty(Mono.fromSupplier(() -> stranger(request)));
    }

    private static AuthorizationResult stranger(ServerHttpRequest request) {
        allowed(request, EnumSet.allOf(Role.class));
        throw Problem.noToken();
    }

    private static AuthorizationResult allowed(ServerHttpRequest request, Set<Role> roles) {
        var path = request.getPath().pathWithinApplication();
        return switch (Access.verdict(request.getMethod(), path, roles)) {
            case ALLOWED -> new AuthorizationDecision(true);
            case NO_SUCH_PATH -> throw Problem.notFound();
            case NO_SUCH_METHOD -> throw Problem.methodNotAllowed(Access.methods(path));
            case FORBIDDEN ->
                throw Problem.forbidden(
                        roles.isEmpty()
                                ? "The token names no role that is known here."
                                : "The caller's roles do not allow this act.");
        };
    }
}
