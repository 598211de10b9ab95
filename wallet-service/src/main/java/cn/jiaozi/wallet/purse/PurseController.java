package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.wallet.number.WalletNumber;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class PurseController {
    private final PurseService purses;
    private final Challenges challenges;
    private final Clock clock;

    PurseController(PurseService purses, Challenges challenges, Clock clock) {
        this.purses = purses;
        this.challenges = challenges;
        this.clock = clock;
    }

    record ReasonRequest(
            @Pattern(
                    regexp = "(?!\\s)[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}",
                    message = "must have 1 to 200 printable characters")
            String reason) {}

    /// @param revokedIn number of the first revocation list that has it
    record PurseView(
            String purseId,
            String walletId,
            Carrier carrier,
            PurseState state,
            Instant issuedAt,
            Optional<Instant> lostAt,
            Optional<Integer> revokedIn) {
        static PurseView of(Purse purse) {
            return new PurseView(
                    purse.purseId(),
                    purse.walletId(),
                    purse.carrier(),
                    purse.state(),
                    purse.issuedAt(),
                    purse.lostAt(),
                    purse.revokedIn());
        }
    }

    /// @param certificates the newest last
    /// @param challenge    for the chip's next statement, a new one each time, in base64
    record FullView(
            String purseId,
            String walletId,
            Carrier carrier,
            PurseState state,
            Instant issuedAt,
            Optional<Instant> lostAt,
            Optional<Integer> revokedIn,
            List<CertificateView> certificates,
            String challenge) {
        static FullView of(PurseService.Certified found, Octets challenge) {
            var purse = found.purse();
            return new FullView(
                    purse.purseId(),
                    purse.walletId(),
                    purse.carrier(),
                    purse.state(),
                    purse.issuedAt(),
                    purse.lostAt(),
                    purse.revokedIn(),
                    found.certificates().stream().map(CertificateView::of).toList(),
                    Base64.getEncoder().encodeToString(challenge.bytes()));
        }
    }

    record CertificateView(String serial, Instant notBefore, Instant notAfter, String certificate) {
        static CertificateView of(PurseCertificate certificate) {
            return new CertificateView(
                    certificate.serial(), certificate.notBefore(), certificate.notAfter(), certificate.pem());
        }
    }

    record PurseList(List<PurseView> purses) {}

    @GetMapping("/v1/purses/{purseId}")
    Mono<FullView> get(Caller caller, @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId) {
        return purses.get(caller, purseId).map(found -> FullView.of(found, challenges.fresh(purseId, clock.instant())));
    }

    @GetMapping("/v1/wallets/{walletId}/purses")
    Mono<PurseList> list(Caller caller, @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId) {
        return purses.ofWallet(caller, walletId)
                .map(found -> new PurseList(found.stream().map(PurseView::of).toList()));
    }

    /// Needs no device: the lost thing may be the one that signs.
    @PutMapping("/v1/purses/{purseId}/loss-report")
    Mono<ResponseEntity<PurseView>> reportLoss(
            Caller caller, @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId) {
        return moved(purses.move(caller, purseId, PurseMove.LOSS_REPORT, Optional.empty()));
    }

    @PutMapping("/v1/purses/{purseId}/block")
    Mono<ResponseEntity<PurseView>> block(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @Valid @RequestBody ReasonRequest request) {
        return byOperator(caller, purseId, PurseMove.BLOCK, request);
    }

    @PutMapping("/v1/purses/{purseId}/clearance")
    Mono<ResponseEntity<PurseView>> clear(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @Valid @RequestBody ReasonRequest request) {
        return byOperator(caller, purseId, PurseMove.CLEARANCE, request);
    }

    @PutMapping("/v1/purses/{purseId}/revocation")
    Mono<ResponseEntity<PurseView>> revoke(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @Valid @RequestBody ReasonRequest request) {
        return byOperator(caller, purseId, PurseMove.REVOCATION, request);
    }

    private Mono<ResponseEntity<PurseView>> byOperator(
            Caller caller, String purseId, PurseMove move, ReasonRequest request) {
        caller.require(Role.OPERATOR);
        return moved(purses.move(caller, purseId, move, Optional.of(request.reason())));
    }

    private static Mono<ResponseEntity<PurseView>> moved(Mono<PurseService.Moved> moved) {
        return moved.map(put -> ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(PurseView.of(put.purse())));
    }
}
