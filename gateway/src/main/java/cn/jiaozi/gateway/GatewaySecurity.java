package cn.jiaozi.gateway;

import cn.jiaozi.contracts.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import reactor.core.publisher.Mono;

/// Who gets in. Public are the OpenAPI document and, for the cluster, health and Prometheus; everything else needs
/// what [Access] says.
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class GatewaySecurity {
    @Bean
    SecurityWebFilterChain door(
            ServerHttpSecurity http,
            CallerTokens tokens,
            Signatures signatures,
            GatewayProblems problems,
            Clock clock) {
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
                        .access((caller, context) -> decide(caller, context, clock)))
                .addFilterAfter(signatures::filter, SecurityWebFiltersOrder.AUTHENTICATION)
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

    /// Roles that the suite does not know mean nothing here and go no further.
    private static Mono<AbstractAuthenticationToken> caller(Jwt token) {
        Collection<?> names = token.getClaims().get("roles") instanceof Collection<?> claimed ? claimed : List.of();
        Set<Role> roles = Arrays.stream(Role.values())
                .filter(role -> names.contains(role.name()))
                // A terminal is known by its key alone.
                .filter(role -> role != Role.TERMINAL)
                .collect(Collectors.toUnmodifiableSet());
        Optional<Instant> loggedInAt = token.getClaims().get("auth_time") instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
        return Mono.just(
                new KnownCaller(Caller.ofToken(Objects.requireNonNull(token.getSubject()), roles), loggedInAt));
    }

    private static Mono<AuthorizationResult> decide(
            Mono<Authentication> caller, AuthorizationContext context, Clock clock) {
        ServerHttpRequest request = context.getExchange().getRequest();
        return caller.ofType(KnownCaller.class).singleOptional().map(known -> allowed(request, known, clock.instant()));
    }

    private static AuthorizationResult allowed(ServerHttpRequest request, Optional<KnownCaller> known, Instant now) {
        var path = request.getPath().pathWithinApplication();
        return switch (Access.verdict(request.getMethod(), path, known, now)) {
            case ALLOWED -> new AuthorizationDecision(true);
            case NO_SUCH_PATH -> throw Problem.notFound();
            case NO_SUCH_METHOD -> throw Problem.methodNotAllowed(Access.methods(path));
            case NOT_KNOWN -> throw Problem.noToken();
            case LOGIN_TOO_OLD -> throw Problem.loginTooOld(Access.FRESH);
            case FORBIDDEN ->
                throw Problem.forbidden(
                        known.filter(KnownCaller::hasRoles).isPresent()
                                ? "The caller's roles do not allow this act."
                                : "The token names no role that is known here.");
        };
    }
}
