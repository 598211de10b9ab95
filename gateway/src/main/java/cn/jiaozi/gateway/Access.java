package cn.jiaozi.gateway;

import static cn.jiaozi.contracts.Role.AUDITOR;
import static cn.jiaozi.contracts.Role.CUSTOMER;
import static cn.jiaozi.contracts.Role.MERCHANT;
import static cn.jiaozi.contracts.Role.OPERATOR;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PUT;

import cn.jiaozi.contracts.Role;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Everything that can be asked for, and the roles that may ask for it at all. Whether it is *this* caller's wallet,
/// merchant or account is the service's decision. An owner of a wallet is a
/// customer or, of a corporate one, a merchant.
final class Access {
    enum Verdict {
        ALLOWED,
        NO_SUCH_PATH,
        NO_SUCH_METHOD,
        FORBIDDEN
    }

    record Row(Set<HttpMethod> methods, PathPattern path, Set<Role> roles) {}

    static final List<Row> TABLE = List.of(
            row("/v1/wallet-openings/{id}", Set.of(PUT, GET), CUSTOMER, OPERATOR),
            row("/v1/wallets/{walletId}", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR),
            row("/v1/wallets/{walletId}/usage", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR),
            row("/v1/wallets/{walletId}/exchanges/{id}", Set.of(PUT, GET), CUSTOMER, MERCHANT),
            row("/v1/wallets/{walletId}/restrictions/{id}", Set.of(PUT, GET), OPERATOR),
            row("/v1/wallets/{walletId}/restrictions/{id}/release", Set.of(PUT), OPERATOR),
            row("/v1/limit-policies", Set.of(GET), OPERATOR),
            row("/v1/limit-policies/{walletClass}/{effectiveOn}", Set.of(PUT, GET), OPERATOR),
            row("/v1/payments/{id}", Set.of(PUT), CUSTOMER),
            row("/v1/payments/{id}", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR),
            row("/v1/payments/{id}/timeline", Set.of(GET), CUSTOMER, OPERATOR),
            row("/v1/payments/{paymentId}/refunds/{id}", Set.of(PUT, GET), MERCHANT),
            row("/v1/merchants/{merchantNo}/orders/{orderId}", Set.of(PUT, GET), MERCHANT),
            row("/v1/merchants/{merchantNo}/orders/{orderId}/close", Set.of(PUT), MERCHANT),
            row("/v1/merchant-registrations/{id}", Set.of(PUT, GET), OPERATOR),
            row("/v1/merchants/{merchantNo}", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/stores/{id}", Set.of(PUT, GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/stores/{storeNo}/terminals/{id}", Set.of(PUT, GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/sales", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/accounts/{address}", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/accounts/{address}/lines", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/entries", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/trial-balance", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/invariants", Set.of(GET), OPERATOR, AUDITOR));

    private Access() {}

    static Verdict verdict(HttpMethod method, PathContainer path, Set<Role> roles) {
        Optional<Row> row = rows(path).stream()
                .filter(candidate -> candidate.methods().contains(method))
                .findFirst();
        if (row.isEmpty()) {
            return rows(path).isEmpty() ? Verdict.NO_SUCH_PATH : Verdict.NO_SUCH_METHOD;
        }
        return Collections.disjoint(row.get().roles(), roles) ? Verdict.FORBIDDEN : Verdict.ALLOWED;
    }

    static Set<HttpMethod> methods(PathContainer path) {
        return rows(path).stream()
                .flatMap(row -> row.methods().stream())
                .sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Row> rows(PathContainer path) {
        return TABLE.stream().filter(row -> row.path().matches(path)).toList();
    }

    private static Row row(String path, Set<HttpMethod> methods, Role... roles) {
        return new Row(methods, PathPatternParser.defaultInstance.parse(path), Set.of(roles));
    }
}
