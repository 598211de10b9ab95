package cn.jiaozi.merchant.certificate;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class CertificateController {
    private static final String PATH = "/v1/terminals/{terminalId}/certificates/{id}";
    private static final String TERMINAL_ID = "[0-9]{8}";

    private final CertificateService certificates;
    private final Acts acts;

    CertificateController(CertificateService certificates, Acts acts) {
        this.certificates = certificates;
        this.acts = acts;
    }

    /// There is nothing to say about a certificate; the body may as well be missing.
    record CertificateRequest() {}

    @PutMapping(PATH)
    Mono<ResponseEntity<TerminalCertificate>> certify(
            @PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId,
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestBody(required = false) @Nullable CertificateRequest nothing,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.MERCHANT, Role.TERMINAL);
        return acts.put(prefer, certificates.certify(caller, terminalId, id), Mono::just);
    }

    @GetMapping(PATH)
    Mono<TerminalCertificate> get(
            @PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId,
            @PathVariable @ActId String id,
            Caller caller) {
        return certificates.find(caller, terminalId, id);
    }
}
