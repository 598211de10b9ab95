package cn.jiaozi.payment.evidence;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.purse.PurseService;
import cn.jiaozi.payment.upload.Authority;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.evidence.Evidence;
import cn.jiaozi.sdk.voucher.Voucher;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/// Puts together what proves that a purse has spent twice, and hands out none that it would not believe itself.
@Service
class EvidenceService {
    private final EvidenceStore store;
    private final PurseService purses;
    private final Certificate root;

    EvidenceService(EvidenceStore store, PurseService purses, Authority authority) {
        this.store = store;
        this.purses = purses;
        this.root = authority.root();
    }

    /// @param voucherId 64 hex digits
    Mono<String> of(String voucherId) {
        return store.find(voucherId)
                .switchIfEmpty(Mono.error(
                        () -> Problem.notFound("No voucher " + voucherId + " is known that its purse has signed")))
                .flatMap(first -> store.rivals(first.debit().content()).flatMap(rivals -> evidence(first, rivals)));
    }

    private Mono<String> evidence(Voucher first, List<Voucher> rivals) {
        if (rivals.isEmpty()) {
            return Mono.error(missing("The purse has signed nothing that is known here and contradicts this voucher"));
        }
        var debit = first.debit().content();
        return purses.chain(debit.payer(), debit.payerCertificate())
                .switchIfEmpty(Mono.error(() -> missing("Nobody has shown the certificate of this voucher's purse")))
                .map(chain -> rivals.stream()
                        .map(rival -> evidence(first, rival, chain))
                        .filter(each -> each.flaw(root).isEmpty())
                        .findFirst()
                        .orElseThrow(() -> missing("What contradicts this voucher is under another certificate")))
                .map(Evidence::json);
    }

    private Evidence evidence(Voucher first, Voucher second, Chain purse) {
        return new Evidence(first, second, purse.holder(), purse.operator(), root);
    }

    private static Problem missing(String detail) {
        return Problem.of(HttpStatus.CONFLICT, Reason.EVIDENCE_MISSING, detail);
    }
}
