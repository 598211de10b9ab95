package cn.jiaozi.chassis;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.SignerKey;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/// Believes the gateway's internal token and nothing else.
@AutoConfiguration
@EnableWebFluxSecurity
class SecurityConfiguration implements WebFluxConfigurer {
    @Bean
    ReactiveJwtDecoder internalTokens(@Value("${JIAOZI_INTERNAL_PUBLIC_KEY}") String key, Clock clock)
            throws ParseException {
        ECKey jwk = ECKey.parse(key).toPublicJWK();
        var decoder = NimbusReactiveJwtDecoder.withJwkSource(_ -> Flux.just(jwk))
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer("jiaozi-gateway"),
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains("jiaozi-internal"))));
        return new GenuineTokens(decoder, clock);
    }

    @Bean
    SecurityWebFilterChain internalOnly(ServerHttpSecurity http, JsonMapper mapper) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                // Nobody has a session here; asking for one makes one, with a random id, for every request.
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .authorizeExchange(exchange -> exchange.pathMatchers("/actuator/**", "/v3/api-docs/**")
                        .permitAll()
                        .anyExchange()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(_ -> {})
                        .authenticationEntryPoint((exchange, _) -> unauthenticated(exchange, mapper)))
                .build();
    }

    /// The request itself is observed; its way through each filter would cost more than the filters.
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    private static Mono<Void> unauthenticated(ServerWebExchange exchange, JsonMapper mapper) {
        var response = exchange.getResponse();
        response.setStatusCode(HttpStatus.UNAUTHORIZED);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().set("WWW-Authenticate", "Bearer");
        var body = ProblemAdvice.body(
                HttpStatus.UNAUTHORIZED,
                Reason.UNAUTHENTICATED,
                "The internal token is missing or not valid",
                List.of(),
                exchange.getRequest().getPath().value());
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(mapper.writeValueAsBytes(body))));
    }

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(new CallerArgument());
    }

    private static final class CallerArgument implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Caller.class;
        }

        @Override
        public Mono<Object> resolveArgument(
                MethodParameter parameter, BindingContext bindingContext, ServerWebExchange exchange) {
            return ReactiveSecurityContextHolder.getContext()
                    .mapNotNull(SecurityContext::getAuthentication)
                    .cast(JwtAuthenticationToken.class)
                    .map(token -> caller(token.getToken()));
        }

        private static Caller caller(Jwt token) {
            return new Caller(
                    Objects.requireNonNull(token.getSubject(), "sub"),
                    claimed(token, "roles", Role.values()),
                    claimed(token, "factors", AuthFactor.values()),
                    Optional.ofNullable(token.getClaimAsMap("terminal")).map(CallerArgument::terminal));
        }

        private static <E extends Enum<E>> Set<E> claimed(Jwt token, String claim, E[] known) {
            List<String> names = token.getClaimAsStringList(claim);
            return Arrays.stream(known)
                    .filter(value -> names != null && names.contains(value.name()))
                    .collect(Collectors.toUnmodifiableSet());
        }

        private static SignerKey.Terminal terminal(Map<String, Object> claim) {
            return new SignerKey.Terminal(
                    String.valueOf(claim.get("terminalId")),
                    String.valueOf(claim.get("merchantNo")),
                    String.valueOf(claim.get("storeNo")));
        }
    }
}
