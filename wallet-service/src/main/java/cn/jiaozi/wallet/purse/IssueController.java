package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.KeyRequest;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.wallet.number.WalletNumber;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class IssueController {
    private final IssueService issues;
    private final PurseAuthority authority;

    IssueController(IssueService issues, PurseAuthority authority) {
        this.issues = issues;
        this.authority = authority;
    }

    /// @param certificateRequest PKCS #10 in PEM, signed by the chip's SM2 key
    record IssueRequest(
            @Pattern(regexp = WalletNumber.PATTERN, message = "must have 16 digits")
            String walletId,

            Carrier carrier,
            String certificateRequest) {}

    record RenewalRequest(String certificateRequest) {}

    /// All that a chip is to be given; certificates in PEM.
    record IssueView(
            String issueId,
            String purseId,
            String walletId,
            Carrier carrier,
            PurseState state,
            String certificate,
            String operator,
            String root,
            Instant issuedAt) {}

    record CertificateView(
            String certificateId,
            String purseId,
            String serial,
            String certificate,
            String operator,
            String root,
            Instant notBefore,
            Instant notAfter) {}

    record BankView(String root, String operator, String signatory) {}

    @PutMapping("/v1/purse-issues/{id}")
    Mono<ResponseEntity<IssueView>> issue(
            Caller caller, @ActId @PathVariable String id, @Valid @RequestBody IssueRequest request) {
        caller.require(Role.CUSTOMER, Role.OPERATOR);
        return issues.issue(caller, id, request.walletId(), request.carrier(), proven(request.certificateRequest()))
                .map(put -> ResponseEntity.status(status(put)).body(view(put)));
    }

    @GetMapping("/v1/purse-issues/{id}")
    Mono<IssueView> get(Caller caller, @ActId @PathVariable String id) {
        caller.require(Role.CUSTOMER, Role.OPERATOR);
        return issues.find(caller, id)
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such issue of yours")))
                .map(this::view);
    }

    @PutMapping("/v1/purses/{purseId}/certificates/{id}")
    Mono<ResponseEntity<CertificateView>> renew(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @ActId @PathVariable String id,
            @Valid @RequestBody RenewalRequest request) {
        caller.require(Role.CUSTOMER, Role.OPERATOR);
        return issues.renew(caller, purseId, id, proven(request.certificateRequest()))
                .map(put -> ResponseEntity.status(status(put)).body(certificate(put.certificate())));
    }

    /// What devices check each other, the bank's orders and its lists against.
    @GetMapping("/v1/offline-certificates")
    BankView bank() {
        return new BankView(
                authority.root().pem(),
                authority.operator().pem(),
                authority.signatory().pem());
    }

    private static VerifyingKey proven(String certificateRequest) {
        try {
            var key = KeyRequest.proven(certificateRequest);
            if (key.curve() != Curve.SM2) {
                throw new IllegalArgumentException("is not for a key on the curve SM2");
            }
            return key;
        } catch (IllegalArgumentException wrong) {
            throw Problem.badRequest("/certificateRequest", String.valueOf(wrong.getMessage()));
        }
    }

    private static HttpStatus status(IssueService.Put put) {
        return put.existed() ? HttpStatus.OK : HttpStatus.CREATED;
    }

    private IssueView view(IssueService.Put put) {
        var purse = put.purse();
        return new IssueView(
                purse.issueId(),
                purse.purseId(),
                purse.walletId(),
                purse.carrier(),
                purse.state(),
                put.certificate().pem(),
                authority.operator().pem(),
                authority.root().pem(),
                purse.issuedAt());
    }

    private CertificateView certificate(PurseCertificate certificate) {
        return new CertificateView(
                certificate.certificateId(),
                certificate.purseId(),
                certificate.serial(),
                certificate.pem(),
                authority.operator().pem(),
                authority.root().pem(),
                certificate.notBefore(),
                certificate.notAfter());
    }
}
