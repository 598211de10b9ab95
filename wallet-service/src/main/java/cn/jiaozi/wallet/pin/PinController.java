package cn.jiaozi.wallet.pin;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.wallet.number.WalletNumber;
import cn.jiaozi.wallet.vault.PinBlock;
import cn.jiaozi.wallet.vault.PinKey;
import cn.jiaozi.wallet.vault.PinVault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.Instant;
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
class PinController {
    /// ECDH-ES in compact form: header, no key, nonce, text, tag.
    private static final String JWE =
            "[A-Za-z0-9_-]{1,600}\\.\\.[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]{1,600}\\.[A-Za-z0-9_-]{22}";

    private static final String NO_JWE = "must be a compact JWE (ECDH-ES, A256GCM)";

    private final PinService pins;
    private final PinVault vault;
    private final PinProof proof;
    private final PinSettings settings;
    private final Clock clock;

    PinController(PinService pins, PinVault vault, PinProof proof, PinSettings settings, Clock clock) {
        this.pins = pins;
        this.vault = vault;
        this.proof = proof;
        this.settings = settings;
        this.clock = clock;
    }

    /// @param id       of this setting, chosen by the caller
    /// @param pinBlock the PIN, encrypted to the key of `/v1/pin-key`: a JWE of
    ///                 `{"pin":"…","walletId":"…","id":"…"}`
    record SettingRequest(
            @ActId String id,
            @Pattern(regexp = JWE, message = NO_JWE) String pinBlock) {}

    record SettingView(String walletId, String id, Instant setAt) {
        static SettingView of(PinStore.Setting setting) {
            return new SettingView(setting.walletId(), setting.settingId(), setting.setAt());
        }
    }

    enum PinState {
        NOT_SET,
        SET,
        LOCKED
    }

    record PinView(
            String walletId, PinState state, Optional<Instant> setAt, int triesLeft, Optional<Instant> lockedUntil) {}

    /// @param paymentId the caller's id of the payment that is to be confirmed
    /// @param pinBlock  as for a setting, with `"paymentId":"…"` beside the id of the verification
    record VerificationRequest(
            @ActId String paymentId,
            @Pattern(regexp = JWE, message = NO_JWE) String pinBlock) {}

    /// @param proof for the payment alone, until then
    record VerificationView(
            String id, String walletId, String paymentId, Instant verifiedAt, String proof, Instant validUntil) {
        /// What confirms a payment is not for logs.
        @Override
        public String toString() {
            return "VerificationView " + id;
        }
    }

    @GetMapping("/v1/pin-key")
    PinKey key() {
        return vault.key();
    }

    @PutMapping("/v1/wallets/{walletId}/pin")
    Mono<ResponseEntity<SettingView>> set(
            Caller caller,
            @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId,
            @Valid @RequestBody SettingRequest request) {
        if (!caller.factors().contains(AuthFactor.DEVICE_KEY)) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    Reason.AUTH_FACTOR_MISSING,
                    "To set a PIN, the request must be signed by a device");
        }
        var block = new PinBlock(request.pinBlock(), new PinBlock.Act(walletId, request.id(), Optional.empty()));
        return pins.known(caller, block)
                .switchIfEmpty(Mono.defer(
                        () -> vault.seal(block).flatMap(sealing -> pins.set(caller, block, kept(sealing)))))
                .map(put -> ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(SettingView.of(put.setting())));
    }

    @GetMapping("/v1/wallets/{walletId}/pin")
    Mono<PinView> get(Caller caller, @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId) {
        return pins.find(caller, walletId).map(standing -> view(walletId, standing));
    }

    @PutMapping("/v1/wallets/{walletId}/pin-verifications/{id}")
    Mono<ResponseEntity<VerificationView>> verify(
            Caller caller,
            @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId,
            @ActId @PathVariable String id,
            @Valid @RequestBody VerificationRequest request) {
        var block = new PinBlock(request.pinBlock(), new PinBlock.Act(walletId, id, Optional.of(request.paymentId())));
        return pins.begin(caller, block)
                .flatMap(begun -> ended(begun, block)
                        .map(verification -> ResponseEntity.status(begun.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                                .body(view(verification))));
    }

    private Mono<PinVerification> ended(PinService.Try begun, PinBlock block) {
        return begun.verification().state() == PinVerification.State.OPEN
                ? vault.verify(block, begun.kept()).flatMap(verdict -> pins.end(begun.verification(), verdict))
                : Mono.just(begun.verification());
    }

    private VerificationView view(PinVerification verification) {
        return switch (verification.state()) {
            case RIGHT -> {
                var verifiedAt = verification.endedAt().orElseThrow();
                yield new VerificationView(
                        verification.verificationId(),
                        verification.walletId(),
                        verification.paymentId(),
                        verifiedAt,
                        proof.of(verification),
                        proof.validUntil(verifiedAt));
            }
            case WRONG ->
                throw Problem.of(
                        HttpStatus.FORBIDDEN,
                        Reason.PIN_WRONG,
                        "The payment PIN is wrong; tries left: " + verification.triesLeft());
            case UNREADABLE -> throw Problem.badRequest("/pinBlock", "cannot be opened, or was made for another act");
            case OPEN -> throw new IllegalStateException(verification.verificationId() + " has not ended");
        };
    }

    private PinView view(String walletId, PinService.Standing standing) {
        var now = clock.instant();
        var lock = standing.lock();
        boolean isLocked = lock.isLocked(now);
        var state = isLocked ? PinState.LOCKED : standing.setAt().isPresent() ? PinState.SET : PinState.NOT_SET;
        return new PinView(
                walletId,
                state,
                standing.setAt(),
                state == PinState.NOT_SET ? 0 : lock.triesLeft(now, settings.wrongTries()),
                lock.lockedUntil().filter(_ -> isLocked));
    }

    private static String kept(PinVault.Sealing sealing) {
        return switch (sealing) {
            case PinVault.Sealing.Sealed(String kept) -> kept;
            case PinVault.Sealing.Refused(String why) -> throw Problem.badRequest("/pinBlock", why);
        };
    }
}
