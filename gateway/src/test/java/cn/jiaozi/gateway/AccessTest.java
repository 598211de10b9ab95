package cn.jiaozi.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Role;
import cn.jiaozi.gateway.Access.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

class AccessTest {
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
    private static final String DEVICE = "/v1/devices/device-1";

    /// The letters are the roles that are let through: Customer, Merchant, Operator, Auditor.
    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/wallet-openings/open-001, C-O--",
        "GET, /v1/wallet-openings/open-001, C-O--",
        "GET, /v1/wallets/0020000000000014, CMO--",
        "GET, /v1/wallets/0020000000000014/usage, CMO--",
        "PUT, /v1/wallets/0020000000000014/exchanges/ex-0001, CM---",
        "GET, /v1/wallets/0020000000000014/exchanges/ex-0001, CM---",
        "PUT, /v1/wallets/0020000000000014/restrictions/re-0001, --O--",
        "GET, /v1/wallets/0020000000000014/restrictions/re-0001, --O--",
        "PUT, /v1/wallets/0020000000000014/restrictions/re-0001/release, --O--",
        "GET, /v1/limit-policies, --O--",
        "GET, /v1/limit-policies/IV/2026-12-01, --O--",
        "PUT, /v1/limit-policies/IV/2026-12-01, --O--",
        "GET, /v1/purse-limit-policies, --O--",
        "GET, /v1/purse-limit-policies/LINKED/2026-12-01, --O--",
        "PUT, /v1/purse-limit-policies/LINKED/2026-12-01, --O--",
        "PUT, /v1/counters/counter-1, --O--",
        "GET, /v1/counters/counter-1, --O--",
        "PUT, /v1/counters/counter-1/closure, --O--",
        "PUT, /v1/counters/counter-1/exchanges/cash-01, --O--",
        "GET, /v1/counters/counter-1/exchanges/cash-01, --O--",
        "PUT, /v1/payments/pay-0001, C---T",
        "PUT, /v1/payment-codes/code-01, C----",
        "GET, /v1/payment-codes/code-01, C----",
        "GET, /v1/payments/pay-0001, CMO-T",
        "GET, /v1/payments/pay-0001/timeline, C-O--",
        "PUT, /v1/payments/pay-0001/refunds/ref-0001, -M---",
        "GET, /v1/payments/pay-0001/refunds/ref-0001, -M---",
        "PUT, /v1/merchants/M1/orders/order-01, -M--T",
        "PUT, /v1/merchants/M1/orders/order-01/reversal, -M--T",
        "GET, /v1/merchants/M1/orders/order-01/reversal, -M--T",
        "GET, /v1/merchants/M1/orders/order-01/qr, -M--T",
        "GET, /v1/merchants/M1/stores/000001/qr, -M--T",
        "PUT, /v1/wallets/0020000000000014/pin-free, C----",
        "GET, /v1/pin-key, C----",
        "PUT, /v1/wallets/0020000000000014/pin, C----",
        "PUT, /v1/wallets/0020000000000014/pin-verifications/ver-0001, C----",
        "GET, /v1/merchants/M1/orders/order-01, -M--T",
        "PUT, /v1/merchants/M1/orders/order-01/close, -M--T",
        "PUT, /v1/merchant-registrations/reg-0001, --O--",
        "GET, /v1/merchant-registrations/reg-0001, --O--",
        "GET, /v1/merchants/M1, -MO--",
        "GET, /v1/merchants, --O--",
        "PUT, /v1/merchants/M1/reviews/review-1, --O--",
        "GET, /v1/merchants/M1/reviews/review-1, --O--",
        "PUT, /v1/merchants/M1/suspension, --O--",
        "PUT, /v1/merchants/M1/reinstatement, --O--",
        "PUT, /v1/merchants/M1/closing, --O--",
        "GET, /v1/merchants/M1/audit-lines, --OA-",
        "GET, /v1/audit-lines, --OA-",
        "GET, /v1/merchants/M1/stores, -MO--",
        "PUT, /v1/merchants/M1/stores/store-01, -MO--",
        "GET, /v1/merchants/M1/stores/store-01/terminals/term-001, -MO--",
        "GET, /v1/merchants/M1/sales, -MO--",
        "GET, /v1/merchants/M1/sales/payment:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/receipt, -MO--",
        "GET, /v1/merchants/M1/payouts/payout-01/receipt, -MO--",
        "GET, /v1/receipt-checks/20261128-0-4711-1, --OA-",
        "GET, /v1/merchants/M1/payout-plans, -MO--",
        "PUT, /v1/merchants/M1/payout-plans/2026-12-01, --O--",
        "GET, /v1/merchants/M1/payouts, -MO--",
        "PUT, /v1/merchants/M1/payouts/payout-01, -MO--",
        "GET, /v1/merchants/M1/payouts/payout-01, -MO--",
        "PUT, /v1/payout-runs/2026-12-01, --O--",
        "GET, /v1/payout-runs/2026-12-01, --O--",
        "PUT, /v1/calendars/2027, --O--",
        "GET, /v1/calendars/2027, -MO--",
        "GET, /v1/merchants/M1/fee-plans, -MO--",
        "PUT, /v1/merchants/M1/fee-plans/2027-01-01, --O--",
        "PUT, /v1/merchants/M1/fee-plans/2027-01-01/approval, --O--",
        "PUT, /v1/merchants/M1/fee-plans/2027-01-01/rejection, --O--",
        "GET, /v1/merchants/M1/receivables, -MO--",
        "GET, /v1/receivables, --O--",
        "GET, /v1/merchants/M1/bills/2026-11-28, -MO--",
        "GET, /v1/merchants/M1/bills/2026-11-28/manifest, -MO--",
        "GET, /v1/bill-days/2026-11-28, --O--",
        "GET, /v1/terminals/00000001, -MO-T",
        "PUT, /v1/terminals/00000001/activation-codes/code-01, -MO--",
        "PUT, /v1/terminals/00000001/deactivation, -MO--",
        "PUT, /v1/terminals/00000001/reactivation, --O--",
        "PUT, /v1/terminals/00000001/certificates/cert-01, -MO-T",
        "GET, /v1/terminals/00000001/certificates/cert-01, -MO-T",
        "PUT, /v1/purse-issues/issue-01, C-O--",
        "GET, /v1/purse-issues/issue-01, C-O--",
        "GET, /v1/wallets/0020000000000014/purses, C-O--",
        "GET, /v1/purses/P7Q2M4X9K1B6T3D8, C-O--",
        "PUT, /v1/purses/P7Q2M4X9K1B6T3D8/certificates/renew-01, C-O--",
        "PUT, /v1/purses/P7Q2M4X9K1B6T3D8/loads/load-001, C-O--",
        "GET, /v1/purses/P7Q2M4X9K1B6T3D8/loads/load-001, C-O--",
        "PUT, /v1/purses/P7Q2M4X9K1B6T3D8/unloads/unload-1, C-O--",
        "GET, /v1/purses/P7Q2M4X9K1B6T3D8/unloads/unload-1, C-O--",
        "PUT, /v1/purses/P7Q2M4X9K1B6T3D8/loss-report, C-O--",
        "PUT, /v1/purses/P7Q2M4X9K1B6T3D8/block, --O--",
        "PUT, /v1/purses/P7Q2M4X9K1B6T3D8/clearance, --O--",
        "PUT, /v1/purses/P7Q2M4X9K1B6T3D8/revocation, --O--",
        "PUT, /v1/purses/P7Q2M4X9K1B6T3D8/retirement, --O--",
        "GET, /v1/offline-certificates, CMO-T",
        "GET, /v1/revocation-list, CMO-T",
        "GET, /v1/devices, C----",
        "GET, /v1/devices/device-1, C----",
        "PUT, /v1/devices/device-1/revocation, C----",
        "GET, /v1/accounts/wallet:0020000000000014:available, CMOA-",
        "GET, /v1/accounts/wallet:0020000000000014:available/lines, CMOA-",
        "GET, /v1/receipts/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071, CMOA-",
        "GET, /v1/consistency, CMOA-",
        "GET, /v1/operator-keys, CMOA-",
        "GET, /v1/audit/blocks, --OA-",
        "GET, /v1/audit/block-entries, ---A-",
        "GET, /v1/audit/findings, --OA-",
        "PUT, /v1/audit/findings/1/releases/release-1, --O--",
        "GET, /v1/accounts/wallet:0020000000000014:available/balance, CMOA-",
        "GET, /v1/accounts/wallet:0020000000000014:available/statement, CMOA-",
        "PUT, /v1/voucher-batches/batch-01, C-O-T",
        "GET, /v1/voucher-batches/batch-01, C-O-T",
        "PUT, /v1/voucher-batches/batch-01/pieces/0, C-O-T",
        "GET, /v1/voucher-batches/batch-01/vouchers, C-O-T",
        "GET, /v1/voucher-timelines/P7Q2M4X9K1B6T3D8, --OA-",
        "GET, /v1/voucher-days/2026-11-28, --OA-",
        "GET, /v1/vouchers/0a1b2c/evidence, --OA-",
        "GET, /v1/gl-vouchers/2026-11-28, --OA-",
        "GET, /v1/accounting-days/2026-11-28, --OA-",
        "PUT, /v1/accounting-days/2026-11-28/cut, --O--",
        "GET, /v1/core-files/2026-11-28, --OA-",
        "PUT, /v1/core-files/2026-11-28/file-01, --O--",
        "GET, /v1/core-files/2026-11-28/file-01, --OA-",
        "PUT, /v1/core-files/2026-11-28/file-01/approval, --O--",
        "PUT, /v1/core-files/2026-11-28/file-01/refusal, --O--",
        "PUT, /v1/reconciliations/2026-11-28, --O--",
        "GET, /v1/reconciliations/2026-11-28, --OA-",
        "GET, /v1/reconciliations/2026-11-28/items, --OA-",
        "GET, /v1/reconciliation-items, --OA-",
        "GET, /v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071, --OA-",
        "GET, /v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies, --OA-",
        "PUT, /v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies/remedy-1, --O--",
        "GET, /v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies/remedy-1, --OA-",
        "PUT, /v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies/remedy-1/approval, --O--",
        "PUT, /v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies/remedy-1/refusal, --O--",
        "GET, /v1/entries, --OA-",
        "GET, /v1/trial-balance, --OA-",
        "GET, /v1/invariants, --OA-",
    })
    void letsTheseRolesThrough(HttpMethod method, String path, String letters) {
        String through = Arrays.stream(Role.values())
                .map(role -> verdict(method, path, role) == Verdict.ALLOWED
                        ? role.name().substring(0, 1)
                        : "-")
                .collect(Collectors.joining());

        assertThat(through).isEqualTo(letters);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1, NO_SUCH_PATH",
        "GET, /v1/wallets, NO_SUCH_PATH",
        "GET, /v1/wallets/1/, NO_SUCH_PATH",
        "GET, /v2/wallets/1, NO_SUCH_PATH",
        "GET, /v1/merchants/M1/orders, NO_SUCH_PATH",
        "GET, /actuator/env, NO_SUCH_PATH",
        "POST, /v1/payments/pay-0001, NO_SUCH_METHOD",
        "DELETE, /v1/wallets/1, NO_SUCH_METHOD",
        "PUT, /v1/trial-balance, NO_SUCH_METHOD",
        "GET, /v1/merchants/M1/orders/order-01/close, NO_SUCH_METHOD",
    })
    void namesWhatIsMissing(HttpMethod method, String path, Verdict verdict) {
        assertThat(verdict(method, path, Role.OPERATOR)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, ALLOWED", "600, ALLOWED", "601, LOGIN_TOO_OLD"})
    void wantsAFreshLoginWhereADeviceIsRegistered(long age, Verdict verdict) {
        var customer =
                new KnownCaller(Caller.ofToken("party-1", Set.of(Role.CUSTOMER)), Optional.of(NOW.minusSeconds(age)));

        assertThat(verdict(HttpMethod.PUT, DEVICE, Optional.of(customer))).isEqualTo(verdict);
    }

    @Test
    void wantsAFreshLoginOfThoseThatSayWhenTheyLoggedIn() {
        assertThat(verdict(HttpMethod.PUT, DEVICE, Role.CUSTOMER)).isEqualTo(Verdict.LOGIN_TOO_OLD);
        assertThat(verdict(HttpMethod.PUT, DEVICE, Role.MERCHANT)).isEqualTo(Verdict.FORBIDDEN);
        assertThat(verdict(HttpMethod.GET, DEVICE, Role.CUSTOMER)).isEqualTo(Verdict.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/terminal-activations/act-0001, ALLOWED",
        "GET, /v1/terminal-activations/act-0001, NO_SUCH_METHOD",
        "GET, /v1/bill-downloads/secret, ALLOWED",
        "PUT, /v1/payments/pay-0001, NOT_KNOWN",
        "GET, /v1/nothing, NO_SUCH_PATH",
    })
    void hearsAStranger(HttpMethod method, String path, Verdict verdict) {
        assertThat(verdict(method, path, Optional.empty())).isEqualTo(verdict);
    }

    private static Verdict verdict(HttpMethod method, String path, Role role) {
        return verdict(
                method, path, Optional.of(new KnownCaller(Caller.ofToken("party-1", Set.of(role)), Optional.empty())));
    }

    private static Verdict verdict(HttpMethod method, String path, Optional<KnownCaller> known) {
        return Access.verdict(method, PathContainer.parsePath(path), known, NOW);
    }
}
