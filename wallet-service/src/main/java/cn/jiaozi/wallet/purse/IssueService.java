package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Issues purses and certifies their keys. A purse needs a holder from whom a loss could be claimed, or none at
/// all: a Class IV wallet, known by a phone number alone, gets none, and an organization's money is not for
/// cards.
@Service
class IssueService {
    private final PurseStore store;
    private final CertificateStore certificates;
    private final PurseService purses;
    private final WalletService wallets;
    private final PurseAuthority authority;
    private final PurseSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /// @param existed whether it was asked for before, with the same content
    record Put(Purse purse, PurseCertificate certificate, boolean existed) {}

    IssueService(
            PurseStore store,
            CertificateStore certificates,
            PurseService purses,
            WalletService wallets,
            PurseAuthority authority,
            PurseSettings settings,
            Clock clock) {
        this.store = store;
        this.certificates = certificates;
        this.purses = purses;
        this.wallets = wallets;
        this.authority = authority;
        this.settings = settings;
        this.clock = clock;
    }

    @Transactional
    Mono<Put> issue(Caller caller, String issueId, String walletId, Carrier carrier, VerifyingKey key) {
        return store.lockWallet(walletId)
                .then(find(caller, issueId).map(known -> repeated(known, walletId, carrier, key)))
                .switchIfEmpty(Mono.defer(() -> wallet(caller, walletId)
                        .flatMap(wallet -> issued(caller, asked(caller, issueId, wallet, carrier), key))));
    }

    @Transactional
    Mono<Put> find(Caller caller, String issueId) {
        return store.findIssue(caller.party(), issueId)
                .flatMap(purse -> certificates
                        .find(List.of(purse.purseId()))
                        .map(found -> new Put(
                                purse,
                                of(found.getOrDefault(purse.purseId(), List.of()), issueId)
                                        .orElseThrow(),
                                true)));
    }

    /// Certifies the same key again, or a new one of the same chip.
    @Transactional
    Mono<Put> renew(Caller caller, String purseId, String certificateId, VerifyingKey key) {
        return purses.lockFor(caller, purseId)
                .flatMap(purse -> certificates
                        .find(List.of(purseId))
                        .flatMap(found -> of(found.getOrDefault(purseId, List.of()), certificateId)
                                .map(known -> Mono.just(repeated(new Put(purse, known, true), key)))
                                .orElseGet(() -> renewed(caller, purse, certificateId, key))));
    }

    private Mono<Wallet> wallet(Caller caller, String walletId) {
        return wallets.find(List.of(walletId))
                .mapNotNull(found -> found.get(walletId))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such wallet")))
                .filter(wallet ->
                        caller.is(Role.OPERATOR) || wallet.ownerParty().equals(caller.party()))
                .switchIfEmpty(Mono.error(Problem.forbidden("The wallet belongs to somebody else")))
                .flatMap(wallet -> refusal(wallet)
                        .map(IssueService::refused)
                        .map(Mono::<Wallet>error)
                        .orElseGet(() -> Mono.just(wallet)));
    }

    static Optional<Reason> refusal(Wallet wallet) {
        if (!wallet.isActive()) {
            return Optional.of(Reason.WALLET_STATE_INVALID);
        }
        return wallet.walletClass() == WalletClass.CLASS_IV || wallet.walletClass() == WalletClass.CORPORATE
                ? Optional.of(Reason.WALLET_TYPE_INVALID)
                : Optional.empty();
    }

    private Purse asked(Caller caller, String issueId, Wallet wallet, Carrier carrier) {
        return new Purse(
                Purse.number(random),
                wallet.walletId(),
                wallet.ownerParty(),
                wallet.operator(),
                wallet.branchCode(),
                carrier,
                PurseState.ACTIVE,
                caller.party(),
                issueId,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
    }

    private Mono<Put> issued(Caller caller, Purse purse, VerifyingKey key) {
        return store.countUsable(purse.walletId())
                .filter(usable -> usable < settings.atMost())
                .switchIfEmpty(Mono.error(() -> refused(Reason.PURSE_COUNT_EXCEEDED)))
                .then(store.insert(purse))
                // Only another wallet's issue can be in the way: those of this wallet wait for each other.
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> Problem.conflict("/walletId", "This id was used for another purse")))
                .then(certified(purse, purse.issueId(), key))
                .flatMap(put -> purses.written(caller, "ISSUED", purse).thenReturn(put));
    }

    private Mono<Put> renewed(Caller caller, Purse purse, String certificateId, VerifyingKey key) {
        if (!purse.isActive()) {
            return Mono.error(refused(Reason.PURSE_STATE_INVALID));
        }
        var renewed = purse.renewed();
        return certified(renewed, certificateId, key)
                .flatMap(put -> store.save(List.of(renewed))
                        .then(purses.written(caller, "RENEWED", renewed))
                        .thenReturn(put));
    }

    private Mono<Put> certified(Purse purse, String certificateId, VerifyingKey key) {
        return certificates
                .claim(key.id(), purse.purseId())
                .filter(ours -> ours)
                .switchIfEmpty(Mono.error(() -> refused(Reason.KEY_IN_USE)))
                .map(_ -> PurseCertificate.of(
                        authority.certify(purse.purseId(), key, clock.instant().truncatedTo(ChronoUnit.SECONDS)),
                        certificateId))
                .flatMap(
                        certificate -> certificates.insert(certificate).thenReturn(new Put(purse, certificate, false)));
    }

    private static Optional<PurseCertificate> of(List<PurseCertificate> certificates, String certificateId) {
        return certificates.stream()
                .filter(certificate -> certificate.certificateId().equals(certificateId))
                .findFirst();
    }

    private static Put repeated(Put known, String walletId, Carrier carrier, VerifyingKey key) {
        if (!known.purse().walletId().equals(walletId)) {
            throw Problem.conflict("/walletId", "This id was used for another purse");
        }
        if (known.purse().carrier() != carrier) {
            throw Problem.conflict("/carrier", "This id was used for another purse");
        }
        return repeated(known, key);
    }

    private static Put repeated(Put known, VerifyingKey key) {
        if (!known.certificate().keyId().equals(key.id())) {
            throw Problem.conflict("/certificateRequest", "This id was used for another key");
        }
        return known;
    }

    private static Problem refused(Reason reason) {
        return Problem.of(HttpStatus.CONFLICT, reason, reason.en());
    }
}
