package cn.jiaozi.gateway;

import static cn.jiaozi.contracts.Role.AUDITOR;
import static cn.jiaozi.contracts.Role.CUSTOMER;
import static cn.jiaozi.contracts.Role.MERCHANT;
import static cn.jiaozi.contracts.Role.OPERATOR;
import static cn.jiaozi.contracts.Role.TERMINAL;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PUT;

import cn.jiaozi.contracts.Role;
import java.time.Duration;
import java.time.Instant;
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
        NOT_KNOWN,
        FORBIDDEN,
        LOGIN_TOO_OLD
    }

    /// What a caller must have shown before its roles count.
    enum Demand {
        /// Nothing: a terminal that is being set up has no key to show.
        NOTHING,
        /// A token or a terminal's signature.
        KNOWN,
        /// A token of a person that has logged in a moment ago.
        FRESH_LOGIN
    }

    record Row(Demand demand, Set<HttpMethod> methods, PathPattern path, Set<Role> roles) {}

    /// How long a login is fresh.
    static final Duration FRESH = Duration.ofMinutes(10);

    static final List<Row> TABLE = List.of(
            new Row(Demand.NOTHING, Set.of(GET), path("/v1/gateway-keys"), Set.of()),
            new Row(Demand.NOTHING, Set.of(PUT), path("/v1/terminal-activations/{id}"), Set.of()),
            // The address itself is what is shown; it was told to whoever may have the bill, and counts once.
            new Row(Demand.NOTHING, Set.of(GET), path("/v1/bill-downloads/{secret}"), Set.of()),
            new Row(Demand.FRESH_LOGIN, Set.of(PUT), path("/v1/devices/{id}"), Set.of(CUSTOMER)),
            row("/v1/devices", Set.of(GET), CUSTOMER),
            row("/v1/devices/{id}", Set.of(GET), CUSTOMER),
            row("/v1/devices/{id}/revocation", Set.of(PUT), CUSTOMER),
            row("/v1/wallet-openings/{id}", Set.of(PUT, GET), CUSTOMER, OPERATOR),
            row("/v1/wallets/{walletId}", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR),
            row("/v1/wallets/{walletId}/usage", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR),
            row("/v1/pin-key", Set.of(GET), CUSTOMER),
            row("/v1/wallets/{walletId}/pin", Set.of(PUT, GET), CUSTOMER),
            row("/v1/wallets/{walletId}/pin-verifications/{id}", Set.of(PUT), CUSTOMER),
            row("/v1/wallets/{walletId}/pin-free", Set.of(PUT, GET), CUSTOMER),
            row("/v1/wallets/{walletId}/exchanges/{id}", Set.of(PUT, GET), CUSTOMER, MERCHANT),
            row("/v1/wallets/{walletId}/restrictions/{id}", Set.of(PUT, GET), OPERATOR),
            row("/v1/wallets/{walletId}/restrictions/{id}/release", Set.of(PUT), OPERATOR),
            row("/v1/limit-policies", Set.of(GET), OPERATOR),
            row("/v1/limit-policies/{walletClass}/{effectiveOn}", Set.of(PUT, GET), OPERATOR),
            row("/v1/purse-limit-policies", Set.of(GET), OPERATOR),
            row("/v1/purse-limit-policies/{kind}/{effectiveOn}", Set.of(PUT, GET), OPERATOR),
            row("/v1/counters/{id}", Set.of(PUT, GET), OPERATOR),
            row("/v1/counters/{counterId}/closure", Set.of(PUT), OPERATOR),
            row("/v1/counters/{counterId}/exchanges/{id}", Set.of(PUT, GET), OPERATOR),
            row("/v1/purse-issues/{id}", Set.of(PUT, GET), CUSTOMER, OPERATOR),
            row("/v1/wallets/{walletId}/purses", Set.of(GET), CUSTOMER, OPERATOR),
            row("/v1/purses/{purseId}", Set.of(GET), CUSTOMER, OPERATOR),
            row("/v1/purses/{purseId}/certificates/{id}", Set.of(PUT), CUSTOMER, OPERATOR),
            row("/v1/purses/{purseId}/loads/{id}", Set.of(PUT, GET), CUSTOMER, OPERATOR),
            row("/v1/purses/{purseId}/unloads/{id}", Set.of(PUT, GET), CUSTOMER, OPERATOR),
            row("/v1/purses/{purseId}/loss-report", Set.of(PUT), CUSTOMER, OPERATOR),
            row("/v1/purses/{purseId}/block", Set.of(PUT), OPERATOR),
            row("/v1/purses/{purseId}/clearance", Set.of(PUT), OPERATOR),
            row("/v1/purses/{purseId}/revocation", Set.of(PUT), OPERATOR),
            row("/v1/purses/{purseId}/retirement", Set.of(PUT), OPERATOR),
            row("/v1/offline-certificates", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, TERMINAL),
            row("/v1/revocation-list", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, TERMINAL),
            row("/v1/payment-codes/{id}", Set.of(PUT, GET), CUSTOMER),
            row("/v1/payments/{id}", Set.of(PUT), CUSTOMER, TERMINAL),
            row("/v1/payments/{id}", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, TERMINAL),
            row("/v1/payments/{id}/timeline", Set.of(GET), CUSTOMER, OPERATOR),
            row("/v1/payments/{paymentId}/refunds/{id}", Set.of(PUT, GET), MERCHANT),
            row("/v1/merchants/{merchantNo}/orders/{orderId}", Set.of(PUT, GET), MERCHANT, TERMINAL),
            row("/v1/merchants/{merchantNo}/orders/{orderId}/close", Set.of(PUT), MERCHANT, TERMINAL),
            row("/v1/merchants/{merchantNo}/orders/{orderId}/reversal", Set.of(PUT, GET), MERCHANT, TERMINAL),
            row("/v1/merchants/{merchantNo}/orders/{orderId}/qr", Set.of(GET), MERCHANT, TERMINAL),
            row("/v1/merchants/{merchantNo}/stores/{storeNo}/qr", Set.of(GET), MERCHANT, TERMINAL),
            row("/v1/merchant-registrations/{id}", Set.of(PUT, GET), OPERATOR),
            row("/v1/merchants", Set.of(GET), OPERATOR),
            row("/v1/merchants/{merchantNo}", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/reviews/{id}", Set.of(PUT, GET), OPERATOR),
            row("/v1/merchants/{merchantNo}/suspension", Set.of(PUT), OPERATOR),
            row("/v1/merchants/{merchantNo}/reinstatement", Set.of(PUT), OPERATOR),
            row("/v1/merchants/{merchantNo}/closing", Set.of(PUT), OPERATOR),
            row("/v1/merchants/{merchantNo}/audit-lines", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/audit-lines", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/merchants/{merchantNo}/stores", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/stores/{id}", Set.of(PUT, GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/stores/{storeNo}/terminals/{id}", Set.of(PUT, GET), MERCHANT, OPERATOR),
            row("/v1/terminals/{terminalId}", Set.of(GET), MERCHANT, OPERATOR, TERMINAL),
            row("/v1/terminals/{terminalId}/activation-codes/{id}", Set.of(PUT), MERCHANT, OPERATOR),
            row("/v1/terminals/{terminalId}/deactivation", Set.of(PUT), MERCHANT, OPERATOR),
            row("/v1/terminals/{terminalId}/reactivation", Set.of(PUT), OPERATOR),
            row("/v1/terminals/{terminalId}/certificates/{id}", Set.of(PUT, GET), MERCHANT, OPERATOR, TERMINAL),
            row("/v1/merchants/{merchantNo}/sales", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/sales/{businessId}/receipt", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/payouts/{id}/receipt", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/receipt-checks/{receiptNo}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/merchants/{merchantNo}/payout-plans", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/payout-plans/{effectiveOn}", Set.of(PUT), OPERATOR),
            row("/v1/merchants/{merchantNo}/payouts", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/payouts/{id}", Set.of(PUT, GET), MERCHANT, OPERATOR),
            row("/v1/payout-runs/{dueOn}", Set.of(PUT, GET), OPERATOR),
            row("/v1/calendars/{year}", Set.of(PUT), OPERATOR),
            row("/v1/calendars/{year}", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/fee-plans", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/fee-plans/{effectiveOn}", Set.of(PUT), OPERATOR),
            row("/v1/merchants/{merchantNo}/fee-plans/{effectiveOn}/approval", Set.of(PUT), OPERATOR),
            row("/v1/merchants/{merchantNo}/fee-plans/{effectiveOn}/rejection", Set.of(PUT), OPERATOR),
            row("/v1/merchants/{merchantNo}/receivables", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/receivables", Set.of(GET), OPERATOR),
            row("/v1/merchants/{merchantNo}/bills/{date}", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/merchants/{merchantNo}/bills/{date}/manifest", Set.of(GET), MERCHANT, OPERATOR),
            row("/v1/bill-days/{date}", Set.of(GET), OPERATOR),
            row("/v1/accounts/{address}", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/accounts/{address}/lines", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/receipts/{paymentId}", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/consistency", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/operator-keys", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/audit/blocks", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/audit/block-entries", Set.of(GET), AUDITOR),
            row("/v1/audit/findings", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/audit/findings/{number}/releases/{id}", Set.of(PUT), OPERATOR),
            row("/v1/accounts/{address}/balance", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/accounts/{address}/statement", Set.of(GET), CUSTOMER, MERCHANT, OPERATOR, AUDITOR),
            row("/v1/voucher-batches/{id}", Set.of(PUT, GET), CUSTOMER, OPERATOR, TERMINAL),
            row("/v1/voucher-batches/{id}/pieces/{number}", Set.of(PUT), CUSTOMER, OPERATOR, TERMINAL),
            row("/v1/voucher-batches/{id}/vouchers", Set.of(GET), CUSTOMER, OPERATOR, TERMINAL),
            row("/v1/voucher-timelines/{purseId}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/voucher-days/{date}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/vouchers/{id}/evidence", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/gl-vouchers/{date}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/accounting-days/{date}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/accounting-days/{date}/cut", Set.of(PUT), OPERATOR),
            row("/v1/core-files/{date}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/core-files/{date}/{id}", Set.of(PUT), OPERATOR),
            row("/v1/core-files/{date}/{id}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/core-files/{date}/{id}/approval", Set.of(PUT), OPERATOR),
            row("/v1/core-files/{date}/{id}/refusal", Set.of(PUT), OPERATOR),
            row("/v1/reconciliations/{date}", Set.of(PUT), OPERATOR),
            row("/v1/reconciliations/{date}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/reconciliations/{date}/items", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/reconciliation-items", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/reconciliation-items/{itemId}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/reconciliation-items/{itemId}/remedies", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/reconciliation-items/{itemId}/remedies/{remedyId}", Set.of(PUT), OPERATOR),
            row("/v1/reconciliation-items/{itemId}/remedies/{remedyId}", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/reconciliation-items/{itemId}/remedies/{remedyId}/approval", Set.of(PUT), OPERATOR),
            row("/v1/reconciliation-items/{itemId}/remedies/{remedyId}/refusal", Set.of(PUT), OPERATOR),
            row("/v1/entries", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/trial-balance", Set.of(GET), OPERATOR, AUDITOR),
            row("/v1/invariants", Set.of(GET), OPERATOR, AUDITOR));

    private Access() {}

    /// @param known empty for a caller that has shown nothing; whether a path exists is no secret, so it hears that too
    static Verdict verdict(HttpMethod method, PathContainer path, Optional<KnownCaller> known, Instant now) {
        Optional<Row> found = rows(path).stream()
                .filter(candidate -> candidate.methods().contains(method))
                .findFirst();
        if (found.isEmpty()) {
            return rows(path).isEmpty() ? Verdict.NO_SUCH_PATH : Verdict.NO_SUCH_METHOD;
        }
        Row row = found.get();
        if (row.demand() == Demand.NOTHING) {
            return Verdict.ALLOWED;
        }
        if (known.isEmpty()) {
            return Verdict.NOT_KNOWN;
        }
        if (Collections.disjoint(row.roles(), known.get().caller().roles())) {
            return Verdict.FORBIDDEN;
        }
        return row.demand() == Demand.FRESH_LOGIN && !known.get().hasLoggedInWithin(FRESH, now)
                ? Verdict.LOGIN_TOO_OLD
                : Verdict.ALLOWED;
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
        return new Row(Demand.KNOWN, methods, path(path), Set.of(roles));
    }

    private static PathPattern path(String path) {
        return PathPatternParser.defaultInstance.parse(path);
    }
}
