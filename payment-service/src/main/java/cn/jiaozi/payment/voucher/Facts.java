package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PaymentEvent.Seller;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.payment.payee.Payees;
import cn.jiaozi.payment.purse.PurseCopies;
import cn.jiaozi.payment.purse.Shown;
import cn.jiaozi.payment.purse.Tills;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Party;
import java.util.Optional;

/// What other services have told of purses, tills and stores, and the certificates that came with the uploads.
record Facts(PurseCopies purses, Tills tills, Payees payees, Shown shown) {
    /// Who takes the money of a till or of a purse; empty while a copy is missing.
    Optional<Recipient> recipient(String party) {
        return Party.isTerminal(party) ? ofTill(Party.terminalId(party)) : ofPurse(party);
    }

    /// A certificate that the owner of purses has told of.
    Optional<PurseFact.Certificate> registered(String purse, Octets serial) {
        return purses.purse(purse)
                .flatMap(known -> known.certificates().stream()
                        .filter(certificate -> certificate.serial().equals(serial.hex()))
                        .findFirst());
    }

    /// One that is registered, or that was shown and is to be believed.
    Optional<PurseFact.Certificate> certificate(String party, Octets serial) {
        return registered(party, serial).or(() -> shown.find(party, serial.hex()));
    }

    private Optional<Recipient> ofTill(String terminalId) {
        return tills.find(terminalId).flatMap(till -> {
            var at = till.terminal();
            return payees.store(at.merchantNo(), at.storeNo())
                    .map(store -> new Recipient(
                            store.wallet(),
                            Optional.of(new Seller(at.terminalId(), at.merchantNo(), at.storeNo())),
                            till.active()));
        });
    }

    private Optional<Recipient> ofPurse(String purseId) {
        return purses.purse(purseId)
                .map(purse -> new Recipient(purse.wallet(), Optional.empty(), purse.state() != PurseState.REVOKED));
    }
}
